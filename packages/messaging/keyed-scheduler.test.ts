import { describe, expect, it } from 'vitest';
import { createKeyedScheduler } from './keyed-scheduler.ts';

/** A promise that the test resolves. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a keyed scheduler', () => {
  it('work of one key runs in order and one at a time, also after a failure', async () => {
    const scheduler = createKeyedScheduler(4);
    const seen: string[] = [];
    const first = gate();
    const failing = scheduler.schedule('a', async () => {
      seen.push('first starts');
      await first.opened;
      seen.push('first ends');
      throw new Error('failed');
    });
    const second = scheduler.schedule('a', async () => void seen.push('second'));
    await settled();
    expect(seen).toEqual(['first starts']);
    first.open();
    await expect(failing).rejects.toThrow('failed');
    await second;
    expect(seen).toEqual(['first starts', 'first ends', 'second']);
  });

  it('work of different keys runs at once, up to the limit', async () => {
    const scheduler = createKeyedScheduler(2);
    const gates = [gate(), gate(), gate(), gate()];
    let now = 0;
    let most = 0;
    for (const [n, { opened }] of gates.entries()) {
      void scheduler.schedule(`k${n}`, async () => {
        most = Math.max(most, ++now);
        await opened;
        now--;
      });
    }
    await settled();
    expect(now).toBe(2);
    for (const { open } of gates) {
      open();
      await settled();
    }
    await scheduler.idle();
    expect([now, most]).toEqual([0, 2]);
  });

  it('a busy key does not take the slots of other keys', async () => {
    const scheduler = createKeyedScheduler(2);
    const busy = gate();
    for (let n = 0; n < 5; n++) void scheduler.schedule('busy', () => busy.opened);
    let done = false;
    await scheduler.schedule('quiet', async () => {
      done = true;
    });
    expect(done).toBe(true);
    busy.open();
    await scheduler.idle();
  });

  it('idle resolves when no work is scheduled and when all work is done', async () => {
    const scheduler = createKeyedScheduler(1);
    await scheduler.idle();
    let done = 0;
    for (let n = 0; n < 3; n++) void scheduler.schedule('k', async () => void done++);
    await scheduler.idle();
    expect(done).toBe(3);
  });
});
