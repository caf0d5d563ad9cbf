import { expect, it } from 'vitest';
import { together } from './together.ts';

/** A write that takes until it is let go, and what it was asked to write. */
function slowWrite(bad?: string) {
  const batches: string[][] = [];
  const release: (() => void)[] = [];
  const write = async (items: readonly string[]) => {
    batches.push([...items]);
    await new Promise<void>((resolve) => release.push(resolve));
    if (bad !== undefined && items.includes(bad)) throw new Error(`no ${bad}`);
    return items.length;
  };
  const letGo = async () => {
    await new Promise(setImmediate);
    for (const one of release.splice(0)) one();
  };
  return { batches, write, letGo };
}

it('writes what is said at once together, and what comes meanwhile after it', async () => {
  const { batches, write, letGo } = slowWrite();
  const put = together(write);
  const first = [put('a'), put('b')];
  await new Promise(setImmediate);
  const second = [put('c'), put('d'), put('e')];
  await letGo();
  expect(await Promise.all(first)).toEqual([2, 2]);
  await letGo();
  expect(await Promise.all(second)).toEqual([3, 3, 3]);
  expect(batches).toEqual([
    ['a', 'b'],
    ['c', 'd', 'e'],
  ]);
});

it('fails only what cannot be written alone either', async () => {
  const { batches, write, letGo } = slowWrite('bad');
  const put = together(write);
  const outcomes = Promise.allSettled([put('a'), put('bad'), put('c')]);
  await letGo();
  await letGo();
  expect((await outcomes).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(batches).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  const later = put('later');
  await letGo();
  expect(await later).toBe(1);
});
