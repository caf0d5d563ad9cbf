import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BusAddress } from '@shop/service/env';

/** Where the shop that runs on a data folder keeps its things. */
export type Running = {
  readonly pid: number;
  readonly bus: BusAddress;
  /** By service; `bus` included when the bus is a database. */
  readonly databaseUrls: Readonly<Record<string, string>>;
};

const fileOf = (dataDir: string) => join(dataDir, 'running.json');

/** Notes where everything is, for tools. It holds passwords: readable by its owner alone. */
export async function noteRunning(dataDir: string, running: Running): Promise<void> {
  await forgetRunning(dataDir);
  await writeFile(fileOf(dataDir), `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
}

export const forgetRunning = (dataDir: string): Promise<void> =>
  rm(fileOf(dataDir), { force: true });

/** The shop that runs on this folder; `undefined` when there is none, or none any more. */
export async function readRunning(dataDir: string): Promise<Running | undefined> {
  try {
    const running: Running = JSON.parse(await readFile(fileOf(dataDir), 'utf8'));
    // Signal 0 asks whether the process lives: a killed shop leaves its note.
    process.kill(running.pid, 0);
    return running;
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
