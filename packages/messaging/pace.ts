import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The least time between the beginnings of two batches. The first message after a pause is handled at once; under
 * load, what arrives meanwhile shares one transaction. Longer saves commits and adds to the time of a busy saga.
 */
export const batchEveryMs = 40;

/** The most messages of one batch: its transaction takes well below a second. */
export const maxBatch = 50;

/** Spaces out work. */
export function createPace(everyMs: number) {
  let next = 0;
  return {
    /** Waits until the time since `begin` was called last has passed. */
    async wait(): Promise<void> {
      const ms = next - performance.now();
      if (ms > 0) await sleep(ms);
    },
    begin(): void {
      next = performance.now() + everyMs;
    },
  };
}
