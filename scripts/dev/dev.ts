import { start } from '../start/start.ts';
import { watchShop } from './watch-shop.ts';

/** Runs the whole shop and restarts the processes whose sources change, until a stop is requested. */
export const dev = (args: readonly string[]): Promise<void> => start(args, watchShop);
