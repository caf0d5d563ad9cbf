import { run } from '@shop/service';
import { startGateway } from './start-gateway.ts';

run(startGateway());
