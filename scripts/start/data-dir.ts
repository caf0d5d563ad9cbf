import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stopLeftover } from '../postgres/leftover.ts';

/** Marks the data folder of a shop, so that `--reset` never deletes other files. */
const marker = '.shop-data';
/** What the shop stores. `--reset` deletes these and nothing else. */
const parts = ['postgres', 'mailbox', 'logs', 'keys.json', 'running.json', 'seeded.json'];

/**
 * Opens the data folder and creates it when missing. Throws for a folder with files that are not the
 * shop's. The calling process holds the lock of the folder.
 */
export async function openDataDir(dataDir: string, reset: boolean): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const entries = await readdir(dataDir);
  if (entries.length > 0 && !existsSync(join(dataDir, marker))) {
    throw new Error(
      `DATA_DIR ${dataDir} has files that are not the shop's. Choose an empty folder.`,
    );
  }
  await writeFile(join(dataDir, marker), '');
  if (!reset) return;
  await stopLeftover(join(dataDir, 'postgres/data'));
  await Promise.all(parts.map((part) => rm(join(dataDir, part), { recursive: true, force: true })));
}
