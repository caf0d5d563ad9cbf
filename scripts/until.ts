import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the answer is yes. Throws after `deadlineMs`, naming what did not happen. */
export async function until(
  deadlineMs: number,
  what: string,
  ask: () => Promise<boolean>,
  everyMs = 50,
): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await ask())) {
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms in vain for ${what}`);
    await sleep(everyMs);
  }
}
