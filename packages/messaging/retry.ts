import { setTimeout as sleep } from 'node:timers/promises';

/** Waits between attempts to handle a message: four retries, then the dead letters. */
export const defaultRetryDelaysMs: readonly number[] = [1_000, 10_000, 60_000, 600_000];

/** How long a server may take to answer before it counts as away. */
export const defaultTimeoutMs = 10_000;

/** Exponential backoff with full jitter, from 50 ms up to 5 s. */
export const backoffMs = (attempt: number): number =>
  Math.random() * Math.min(5_000, 100 * 2 ** Math.min(attempt, 10)) + 50;

/** Sleeps, or returns early when the signal aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/** A sleep that a wake-up ends, without the price of an AbortSignal for each of many a second. */
export function createNap() {
  let woken = false;
  let end: (() => void) | undefined;
  return {
    /** Wake-ups count from here on, though nobody may be asleep yet. */
    begin(): void {
      woken = false;
    },
    wake(): void {
      woken = true;
      end?.();
    },
    async sleep(ms: number): Promise<void> {
      if (woken) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}

/** What `work` resolves to; throws when that takes longer than `ms`. The work itself goes on. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for something that ends well, badly or never; after `ms` no longer. Never throws. */
export const atMost = (ms: number, work: Promise<unknown>): Promise<void> =>
  within(ms, work).then(
    () => undefined,
    () => undefined,
  );
