import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Fault } from './faults.ts';
import { type OrderProgress, untilRecovered } from './recovery.ts';

const state = { ready: false, finished: 10, over: false };
const fault: Fault = { name: 'kill -9 order', strike: async () => {}, isReady: () => state.ready };
const progress: OrderProgress = {
  total: 100,
  finished: () => state.finished,
  isOver: () => state.over,
};

/** Whether recovery is still waited for after a few polls. */
async function isWaiting(recovered: Promise<void>): Promise<boolean> {
  return Promise.race([recovered.then(() => false), sleep(300).then(() => true)]);
}

it('the next fault waits until the struck process is ready and orders were finished since', async () => {
  Object.assign(state, { ready: false, finished: 10, over: false });
  const recovered = untilRecovered(fault, progress, 5);
  state.finished = 50;
  expect(await isWaiting(recovered)).toBe(true);
  state.ready = true;
  expect(await isWaiting(recovered)).toBe(true);
  state.finished = 55;
  await recovered;
});

it('when no more orders will be finished, the next fault waits only until the struck process is ready', async () => {
  Object.assign(state, { ready: false, finished: 98, over: false });
  const recovered = untilRecovered(fault, progress, 5);
  expect(await isWaiting(recovered)).toBe(true);
  Object.assign(state, { ready: true, over: true });
  await recovered;
});
