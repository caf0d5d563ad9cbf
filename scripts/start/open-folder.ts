import { mkdir, realpath } from 'node:fs/promises';
import { privateMode } from '../private-folder.ts';
import { openDataDir } from './data-dir.ts';
import type { Lifetime } from './lifetime.ts';
import { type Lock, takeLock } from './lock.ts';
import type { Options } from './options.ts';

/**
 * Opens the data folder for this process alone, until the end of `life`. Throws `LockedError` while another
 * shop runs on it.
 */
export async function openFolder(
  options: Pick<Options, 'dataDir' | 'reset'>,
  life: Pick<Lifetime, 'onEnd'>,
): Promise<{ readonly dataDir: string; readonly lock: Lock }> {
  await mkdir(options.dataDir, { recursive: true, mode: privateMode });
  const dataDir = await realpath(options.dataDir);
  const lock = await takeLock(dataDir);
  life.onEnd(() => lock.release());
  await openDataDir(dataDir, options.reset);
  return { dataDir, lock };
}
