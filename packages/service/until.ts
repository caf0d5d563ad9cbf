import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `ask` until it returns something else than `undefined` and `false`, and returns that. Throws after
 * `deadlineMs`, naming the condition that was not met.
 */
export async function until<T>(
  condition: string,
  ask: () => T | Promise<T>,
  { deadlineMs = 15_000, everyMs = 20 } = {},
): Promise<Exclude<T, undefined | false>> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    if (performance.now() > end) {
      throw new Error(`waited ${deadlineMs} ms for ${condition}`);
    }
    await sleep(everyMs);
  }
}
