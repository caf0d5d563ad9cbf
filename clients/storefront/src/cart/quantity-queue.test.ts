import { expect, it } from 'vitest';
import { createQuantityQueue, type WantedLine } from './quantity-queue.ts';

it('of the quantities that are set while a request is under way, the last of each line is sent', async () => {
  const queue = createQuantityQueue();
  const sent: (readonly WantedLine[])[] = [];
  let answer = () => {};
  const send = async (lines: readonly WantedLine[]) => {
    sent.push(lines);
    if (sent.length === 1) await new Promise<void>((resolve) => (answer = resolve));
    return undefined;
  };
  const done = queue.set({ variantId: 'mug', quantity: 2 }, send);
  for (const quantity of [3, 4, 5]) void queue.set({ variantId: 'mug', quantity }, send);
  void queue.set({ variantId: 'tee', quantity: 0 }, send);
  answer();
  await done;
  expect(sent).toEqual([
    [{ variantId: 'mug', quantity: 2 }],
    [
      { variantId: 'mug', quantity: 5 },
      { variantId: 'tee', quantity: 0 },
    ],
  ]);
  expect(queue.isSending()).toBe(false);
});

it('a request without an answer forgets what waits, and the next one is sent', async () => {
  const queue = createQuantityQueue();
  const failed = queue.set({ variantId: 'mug', quantity: 2 }, async () => {
    throw new Error('no network');
  });
  await expect(failed).rejects.toThrow('no network');
  expect(queue.waiting()).toEqual([]);
  expect(await queue.set({ variantId: 'mug', quantity: 3 }, async () => 'refused')).toBe('refused');
});
