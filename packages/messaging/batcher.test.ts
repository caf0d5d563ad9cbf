import { expect, it } from 'vitest';
import { createBatcher } from './batcher.ts';

/** A write that takes until `finishWrites`, and the batches it got. */
function slowWrite(bad?: string) {
  const batches: string[][] = [];
  const release: (() => void)[] = [];
  const write = async (items: readonly string[]) => {
    batches.push([...items]);
    await new Promise<void>((resolve) => release.push(resolve));
    if (bad !== undefined && items.includes(bad)) throw new Error(`no ${bad}`);
    return items.length;
  };
  const finishWrites = async () => {
    await new Promise(setImmediate);
    for (const one of release.splice(0)) one();
  };
  return { batches, write, finishWrites };
}

it('a batcher writes simultaneous items together, and items that come meanwhile in the next write', async () => {
  const { batches, write, finishWrites } = slowWrite();
  const put = createBatcher(write);
  const first = [put('a'), put('b')];
  await new Promise(setImmediate);
  const second = [put('c'), put('d'), put('e')];
  await finishWrites();
  expect(await Promise.all(first)).toEqual([2, 2]);
  await finishWrites();
  expect(await Promise.all(second)).toEqual([3, 3, 3]);
  expect(batches).toEqual([
    ['a', 'b'],
    ['c', 'd', 'e'],
  ]);
});

it('a failed batch rejects only the items that fail alone too', async () => {
  const { batches, write, finishWrites } = slowWrite('bad');
  const put = createBatcher(write);
  const outcomes = Promise.allSettled([put('a'), put('bad'), put('c')]);
  await finishWrites();
  await finishWrites();
  expect((await outcomes).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(batches).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  const later = put('later');
  await finishWrites();
  expect(await later).toBe(1);
});
