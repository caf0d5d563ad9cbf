import { expect, it } from 'vitest';
import { inTabLocks } from './locks.ts';

it('work under one name runs one after the other, also after a failure; other names do not wait', async () => {
  const locks = inTabLocks();
  const log: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = locks('a', async () => {
    await held;
    log.push('first');
    throw new Error('failed');
  });
  const second = locks('a', async () => void log.push('second'));
  await locks('b', async () => void log.push('other'));
  release();
  await expect(first).rejects.toThrow('failed');
  await second;
  expect(log).toEqual(['other', 'first', 'second']);
});
