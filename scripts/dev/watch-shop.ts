import type { AfterOpening } from '../start/start.ts';
import { createApplyChange } from './apply-change.ts';
import { watchFiles } from './watch-files.ts';

/** Makes the shop follow changes of its sources until the end of `life`. */
export const watchShop: AfterOpening = async (shop, life, report) => {
  const stopWatching = await watchFiles(createApplyChange(shop, report));
  life.onEnd(stopWatching);
  report('> The sources are watched: a change restarts the processes that run them.');
};
