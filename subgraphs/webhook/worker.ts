import { run } from '@shop/service';
import { startWorker } from './start-worker.ts';

run(startWorker());
