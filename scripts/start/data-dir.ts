import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stopLeftover } from '../postgres/leftover.ts';
import { openPrivateFolder, privateMode } from '../private-folder.ts';

/** Marks the data folder of a shop, so that `--reset` never deletes other files. */
const marker = '.shop-data';
/** What the shop stores. `--reset` deletes these and nothing else. */
const parts = ['postgres', 'mailbox', 'logs', 'keys.json', 'running.json', 'seeded.json'];

/**
 * Opens the data folder and creates it when missing; only its owner can enter it. Throws for a folder with files that are
 * not the shop's. The calling process holds the lock of the folder.
 */
export async function openDataDir(dataDir: string, reset: boolean): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: privateMode });
  const entries = await readdir(dataDir);
  if (entries.length > 0 && !existsSync(join(dataDir, marker))) {
    throw new Error(
      `DATA_DIR ${dataDir} has files that are not the shop's. Choose an empty folder.`,
    );
  }
  // E-mails and logs in it open accounts. An older version let every user of the machine read them.
  await openPrivateFolder(dataDir);
  await writeFile(join(dataDir, marker), '');
  if (reset) await removeParts(dataDir);
  for (const part of ['mailbox', 'logs']) await openPrivateFolder(join(dataDir, part));
}

async function removeParts(dataDir: string): Promise<void> {
  await stopLeftover(join(dataDir, 'postgres/data'));
  await Promise.all(parts.map((part) => rm(join(dataDir, part), { recursive: true, force: true })));
}
