import { expect, it } from 'vitest';
import { createLog } from './log.ts';
import { repeat } from './repeat.ts';

const log = createLog('test', 'silent');

it('periodic work is repeated after a failure, never twice at once, until it is stopped', async () => {
  let times = 0;
  let atOnce = 0;
  let third = () => {};
  const reached = new Promise<void>((resolve) => {
    third = resolve;
  });
  const repeated = repeat(
    'work',
    1,
    async () => {
      atOnce++;
      times++;
      await Promise.resolve();
      expect(atOnce).toBe(1);
      atOnce--;
      if (times === 3) third();
      throw new Error('failed');
    },
    log,
  );
  await reached;
  await repeated.stop();
  expect(times).toBe(3);
});

it('stopping periodic work waits for a run in progress', async () => {
  let finish = () => {};
  const events: string[] = [];
  const work = async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    events.push('worked');
  };
  const stopped = repeat('work', 60_000, work, log)
    .stop()
    .then(() => events.push('stopped'));
  finish();
  await stopped;
  expect(events).toEqual(['worked', 'stopped']);
});
