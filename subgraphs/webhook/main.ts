import { run } from '@shop/service';
import { startGraph } from './start-graph.ts';

run(startGraph());
