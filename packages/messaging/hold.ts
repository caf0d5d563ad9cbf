import { isUnavailable } from './errors.ts';
import type { Log } from './log.ts';
import { backoffMs, pause } from './retry.ts';

/** Tries again and again while infrastructure is away; throws the error when stopping meanwhile. */
export async function holdWhileUnavailable(
  work: () => Promise<void>,
  stopping: AbortSignal,
  log: Log,
  { id, type }: { readonly id: string; readonly type: string },
): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isUnavailable(error) || stopping.aborted) throw error;
      log.warn({ err: error, id, type, tries }, 'infrastructure is away, the message waits');
      await pause(backoffMs(tries), stopping);
    }
  }
}
