import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
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

test('only its owner can enter the data folder, also one that was open to others before', async () => {
  const fresh = join(folder, 'fresh');
  await openDataDir(fresh, false);
  await mkdir(join(folder, 'old'));
  await writeFile(join(folder, 'old/.shop-data'), '');
  for (const part of ['', 'mailbox', 'logs']) {
    await mkdir(join(folder, 'old', part), { recursive: true });
    await chmod(join(folder, 'old', part), 0o755);
  }
  await openDataDir(join(folder, 'old'), false);
  for (const name of ['fresh', 'old']) {
    for (const part of ['', 'mailbox', 'logs']) {
      const { mode } = await stat(join(folder, name, part));
      expect([name, part, (mode & 0o777).toString(8)]).toEqual([name, part, '700']);
    }
  }
});

test('a folder of another origin keeps its mode', async () => {
  await writeFile(join(folder, 'notes.txt'), 'mine');
  await chmod(folder, 0o755);
  await expect(openDataDir(folder, false)).rejects.toThrow('has files');
  expect((await stat(folder)).mode & 0o777).toBe(0o755);
});

test('--reset deletes what the shop stored and leaves other files', async () => {
  await openDataDir(folder, false);
  await writeFile(join(folder, 'mailbox/1.eml'), 'mail');
  await writeFile(join(folder, 'notes.txt'), 'mine');
  await openDataDir(folder, true);
  expect((await readdir(folder)).sort()).toEqual(['.shop-data', 'logs', 'mailbox', 'notes.txt']);
  expect(await readdir(join(folder, 'mailbox'))).toEqual([]);
});

test('--reset stops a PostgreSQL that outlived a killed npm start', async () => {
  await openDataDir(folder, false);
  const left = await startPostgres(join(folder, 'postgres'));
  await openDataDir(folder, true);
  await left.ended;
  expect(await readdir(folder)).not.toContain('postgres');
});
