import { expect, it } from 'vitest';
import { shareReads } from './share-reads.ts';

/** Reads that end when they are told to. */
function heldReads() {
  const ends: { readonly arg: string; resolve(value: string): void; reject(error: Error): void }[] =
    [];
  const read = shareReads(
    (arg: string) => arg,
    (arg) => new Promise<string>((resolve, reject) => void ends.push({ arg, resolve, reject })),
  );
  return { read, ends };
}

it('calls during a read share the next one, which begins when it has ended', async () => {
  const { read, ends } = heldReads();
  const first = read('a');
  const others = [read('a'), read('a'), read('a')];
  expect(ends).toHaveLength(1);
  ends[0]?.resolve('before');
  expect(await first).toBe('before');
  await expect.poll(() => ends.length).toBe(2);
  const last = read('a');
  ends[1]?.resolve('after');
  expect(await Promise.all(others)).toEqual(['after', 'after', 'after']);
  await expect.poll(() => ends.length).toBe(3);
  ends[2]?.resolve('last');
  expect(await last).toBe('last');
  void read('a');
  expect(ends).toHaveLength(4);
});

it('other keys do not wait, and a read that fails fails for its own calls alone', async () => {
  const { read, ends } = heldReads();
  const failing = read('a');
  const next = read('a');
  void read('b');
  expect(ends.map(({ arg }) => arg)).toEqual(['a', 'b']);
  ends[0]?.reject(new Error('down'));
  await expect(failing).rejects.toThrow('down');
  await expect.poll(() => ends.length).toBe(3);
  ends[2]?.resolve('up');
  expect(await next).toBe('up');
});
