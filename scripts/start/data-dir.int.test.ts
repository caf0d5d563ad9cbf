import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPostgres } from '../postgres/embedded-postgres.ts';
import { openDataDir } from './data-dir.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shop-data-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a folder with files of another origin is refused, with and without --reset', async () => {
  await mkdir(join(folder, 'logs'));
  for (const reset of [false, true]) {
    await expect(openDataDir(folder, reset)).rejects.toThrow(`${folder} has files`);
  }
  expect(await readdir(folder)).toEqual(['logs']);
});

test('--reset deletes what the shop stored and leaves other files', async () => {
  await openDataDir(folder, false);
  await mkdir(join(folder, 'mailbox'));
  await writeFile(join(folder, 'notes.txt'), 'mine');
  await openDataDir(folder, true);
  expect((await readdir(folder)).sort()).toEqual(['.shop-data', 'notes.txt']);
});

test('--reset stops a PostgreSQL that outlived a killed npm start', async () => {
  await openDataDir(folder, false);
  const left = await startPostgres(join(folder, 'postgres'));
  await openDataDir(folder, true);
  await left.ended;
  expect(await readdir(folder)).toEqual(['.shop-data']);
});
