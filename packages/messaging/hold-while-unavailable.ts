import { isUnavailable } from './errors.ts';
import type { Log } from './log.ts';
import { backoffMs, pause } from './retry.ts';

/** Repeats `work` while infrastructure is unavailable. Throws its error when `stopping` aborts meanwhile. */
export async function holdWhileUnavailable(
  work: () => Promise<void>,
  stopping: AbortSignal,
  log: Log,
  about: object,
  text = 'infrastructure is unavailable, message held',
): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isUnavailable(error) || stopping.aborted) throw error;
      log.warn({ err: error, ...about, tries }, text);
      await pause(backoffMs(tries), stopping);
    }
  }
}
