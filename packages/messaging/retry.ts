import { setTimeout as sleep } from 'node:timers/promises';

/** Waits between attempts to handle a message: four retries, then the dead letters. */
export const defaultRetryDelaysMs: readonly number[] = [1_000, 10_000, 60_000, 600_000];

/** Returns an exponential backoff with full jitter, from 50 ms up to 5 s. */
export const backoffMs = (attempt: number): number =>
  Math.random() * Math.min(5_000, 100 * 2 ** Math.min(attempt, 10)) + 50;

/** Sleeps, or returns early when the signal aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/** Runs `work` again and again until `stopping` aborts. After a failure it reports and backs off. */
export async function repeatUntilStopped(
  work: () => Promise<void>,
  stopping: AbortSignal,
  report: (error: unknown, failures: number) => void,
): Promise<void> {
  for (let failures = 0; !stopping.aborted; ) {
    try {
      await work();
      failures = 0;
    } catch (error) {
      report(error, failures);
      await pause(backoffMs(failures++), stopping);
    }
  }
}
