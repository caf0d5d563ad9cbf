import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';

const script = fileURLToPath(new URL('../examples/guest-checkout.ts', import.meta.url));

/** Runs the example as its reader would. */
const walk = (search: string) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', script, search, inject('shop').url]);

it('a guest with Apollo Client walks from the search to a paid order', async () => {
  const { stdout } = await walk('cotton tee');
  expect(stdout).toMatch(/^order \d{4}-\d{6}: PAID, \d+\.\d\d EUR\n$/);
});

it('what nobody sells ends with a word and an exit code', async () => {
  const stderr = 'nothing in stock is found by unobtainium\n';
  await expect(walk('unobtainium')).rejects.toMatchObject({ code: 1, stderr });
});
