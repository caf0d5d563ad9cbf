import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { freePort, reservePort } from '@shop/service/ports';
import { until } from '@shop/service/until';
import { root } from '../root.ts';
import { launch, stop } from '../start/launch.ts';
import type { Shop, Surroundings } from '../start/shop.ts';

const deadlineMs = 120_000;
const config = join(root, 'packages/web/vite.config.ts');

/** A web application: its folder in `clients/`, where it is served, and on which port if that is free. */
export type Client = {
  readonly name: string;
  readonly path: string;
  readonly preferredPort: number;
};

/**
 * Serves a web application from its sources by Vite, which shows changes without a reload, on the API of the shop, until
 * the end of `life`. Returns its URL. Throws when it does not answer in time.
 */
export async function serveClient(
  { name, path, preferredPort }: Client,
  { url, dataDir }: Pick<Shop, 'url' | 'dataDir'>,
  { environment, life }: Pick<Surroundings, 'environment' | 'life'>,
): Promise<string> {
  const port = (await reservePort(preferredPort)) ? preferredPort : await freePort();
  const folder = join(root, 'clients', name);
  const { resolve } = createRequire(join(folder, 'package.json'));
  const vite = join(dirname(resolve('vite/package.json')), 'bin/vite.js');
  const program = {
    options: [],
    command: [
      vite,
      folder,
      '--config',
      config,
      '--base',
      path,
      '--port',
      String(port),
      '--strictPort',
    ],
    env: { GATEWAY_URL: new URL(url).origin },
  };
  const log = join(dataDir, `logs/${name}.log`);
  const launched = launch(program, environment, log, 'w');
  life.onEnd(() => stop(launched));
  const page = `http://localhost:${port}${path}`;
  const answers = async () => {
    if (launched.process.exitCode !== null) throw new Error(`Vite has ended: ${log}`);
    return fetch(page).then(
      ({ ok }) => ok,
      () => false,
    );
  };
  await until(name, answers, { deadlineMs, everyMs: 200 });
  return page;
}
