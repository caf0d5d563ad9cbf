import type { AfterOpening } from '../start/start.ts';
import { createApplyChange } from './apply-change.ts';
import { type Client, serveClient } from './serve-client.ts';
import { watchFiles } from './watch-files.ts';

const clients: readonly Client[] = [
  { name: 'storefront', path: '/shop/', preferredPort: 5_173 },
  { name: 'back-office', path: '/back-office/', preferredPort: 5_174 },
];

/** Makes the shop follow changes of its sources, and serves web applications from them, until the end of `life`. */
export const watchShop: AfterOpening = async (shop, surroundings) => {
  const { life, report } = surroundings;
  const stopWatching = await watchFiles(createApplyChange(shop, report));
  life.onEnd(stopWatching);
  for (const client of clients) {
    await serveClient(client, shop.shop, surroundings).then(
      (page) => report(`> ${client.name} from its sources: ${page}`),
      ({ message }: Error) => report(`! ${client.name} is not served from its sources. ${message}`),
    );
  }
  report('> The sources are watched: a change restarts the processes that run them.');
};
