import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { shop } from './shop.ts';

const script = fileURLToPath(new URL('../examples/guest-checkout.ts', import.meta.url));

/** Runs the example as a reader would. */
const runExample = (search: string) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', script, search, shop.url]);

it('the example with Apollo Client leads a guest from a search to a paid order', async () => {
  const { stdout } = await runExample('cotton tee');
  expect(stdout).toMatch(/^order \d{4}-\d{6}: PAID, €\d+\.\d\d\n$/);
});

it('the example with Apollo Client exits with a message when nothing is found', async () => {
  const stderr = 'Nothing in stock matches "unobtainium".\n';
  await expect(runExample('unobtainium')).rejects.toMatchObject({ code: 1, stderr });
});
