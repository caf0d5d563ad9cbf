import type { AfterOpening } from '../start/start.ts';
import { createApplyChange } from './apply-change.ts';
import { serveStorefront } from './serve-storefront.ts';
import { watchFiles } from './watch-files.ts';

/** Makes the shop follow changes of its sources, and serves the storefront from them, until the end of `life`. */
export const watchShop: AfterOpening = async (shop, surroundings) => {
  const { life, report } = surroundings;
  const stopWatching = await watchFiles(createApplyChange(shop, report));
  life.onEnd(stopWatching);
  await serveStorefront(shop.shop, surroundings).then(
    (page) => report(`> The storefront from its sources: ${page}`),
    ({ message }: Error) => report(`! The storefront is not served from its sources. ${message}`),
  );
  report('> The sources are watched: a change restarts the processes that run them.');
};
