import { expect, it } from 'vitest';
import { createLog } from './log.ts';
import { repeat } from './repeat.ts';

const log = createLog('test', 'silent');

it('works again after a failure, one time after the other, until it is stopped', async () => {
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

it('stops only after the work that is under way', async () => {
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
