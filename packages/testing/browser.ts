import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** The Chromium on the PATH, if there is one. */
export const browserPath = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((file) => existsSync(file));

/** Whether a Chromium is on the PATH. Without one, a warning is printed once. */
export const hasBrowser = browserPath !== undefined;
if (!hasBrowser) console.warn('!! No Chromium on the PATH: pages are not tested in a browser.');

export type TestBrowser = {
  /** Renders a page, runs its scripts, and returns the DOM as HTML. */
  rendered(url: string): Promise<string>;
  close(): Promise<void>;
};

/** Opens Chromium with a new profile. It makes no request of its own. */
export async function openBrowser(): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'shop-browser-'));
  return {
    async rendered(url) {
      const options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
      const quiet = ['--disable-background-networking', '--disable-component-update'];
      const time = ['--virtual-time-budget=3000', `--user-data-dir=${profile}`];
      const args = [...options, ...quiet, ...time, '--dump-dom', url];
      return (await run(browserPath ?? '', args, { timeout: 300_000 })).stdout;
    },
    close: () => rm(profile, { recursive: true, force: true }),
  };
}
