import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInstalled } from './installed.mjs';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shop-fresh-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(file: string, content: unknown): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), JSON.stringify(content));
}
const lock = (packages: object) => put('package-lock.json', { packages: { '': {}, ...packages } });
const present = (packages: object) => put('node_modules/.package-lock.json', { packages });

test('packages that are installed already are not installed again', async () => {
  await lock({
    schema: { version: '0.1.0' },
    'node_modules/pg': { version: '8.23.1' },
    'node_modules/@turbo/windows-64': { version: '2.11.9', optional: true },
  });
  expect(isInstalled(root)).toBe(false);
  await present({ 'node_modules/pg': { version: '8.23.1' } });
  expect(isInstalled(root)).toBe(true);
});

test('a missing or older package has to be installed', async () => {
  await lock({ 'node_modules/pg': { version: '8.23.1' }, 'node_modules/ws': { version: '8.0.0' } });
  await present({ 'node_modules/pg': { version: '8.23.1' } });
  expect(isInstalled(root)).toBe(false);
  await present({
    'node_modules/pg': { version: '8.0.0' },
    'node_modules/ws': { version: '8.0.0' },
  });
  expect(isInstalled(root)).toBe(false);
});
