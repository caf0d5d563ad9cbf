import { refusalOf } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { readChoice } from './choice.ts';
import type { DeadLetter } from './dead-letter.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import type { DeadLetterBox } from './ports.ts';

const letter = (queue: string, minute: number): DeadLetter => ({
  id: `${queue}-${minute}`,
  queue,
  type: 't.happened.v1',
  subject: 's',
  attempts: 5,
  error: 'broken',
  failedAt: new Date(Date.UTC(2026, 2, 1, 9, minute)),
  body: '{}',
});

/** A box in memory with these letters. */
const boxOf = (letters: readonly DeadLetter[]): DeadLetterBox => ({
  oldest: async (queue, limit) => letters.filter((one) => one.queue === queue).slice(0, limit),
  count: async (queue) => letters.filter((one) => one.queue === queue).length,
  redrive: async () => 0,
  purge: async () => 0,
});

describe('the list of dead letters', () => {
  const box = boxOf([
    letter('order.stock', 3),
    letter('order.stock', 4),
    letter('inventory.orders', 1),
    letter('inventory.orders', 5),
  ]);

  it('has those of all queues that failed first, and counts every one', async () => {
    const { nodes, totalCount } = await listDeadLetters(box, undefined, 3);
    expect(nodes.map(({ id }) => id)).toEqual([
      'inventory.orders-1',
      'order.stock-3',
      'order.stock-4',
    ]);
    expect(totalCount).toBe(4);
  });

  it('counts before it looks: a broker takes a moment to put back what was looked at', async () => {
    const looked = new Set<string>();
    const moment: DeadLetterBox = {
      ...box,
      oldest: (queue, limit) => {
        looked.add(queue);
        return box.oldest(queue, limit);
      },
      count: async (queue) => (looked.has(queue) ? 0 : box.count(queue)),
    };
    expect((await listDeadLetters(moment, undefined, 3)).totalCount).toBe(4);
  });

  it('keeps to one queue when it is told to', async () => {
    const { nodes, totalCount } = await listDeadLetters(box, 'order.stock', 1);
    expect(nodes.map(({ id }) => id)).toEqual(['order.stock-3']);
    expect(totalCount).toBe(2);
  });
});

describe('a choice of dead letters', () => {
  const queue = 'order.stock';

  it('is some of a queue, or all of it', () => {
    expect(readChoice({ queue, ids: ['a', 'b'] })).toEqual({ queue, ids: ['a', 'b'] });
    expect(readChoice({ queue, all: true, ids: null })).toEqual({ queue });
  });

  it('is refused when it names neither, both, or a queue that does not exist', async () => {
    const refused = (input: Parameters<typeof readChoice>[0]) => refusalOf(() => readChoice(input));
    expect(await refused({ queue })).toEqual(['INVALID_VALUE ids']);
    expect(await refused({ queue, ids: [] })).toEqual(['INVALID_VALUE ids']);
    expect(await refused({ queue, ids: ['a'], all: true })).toEqual(['INVALID_VALUE ids']);
    expect(await refused({ queue, ids: [''] })).toEqual(['INVALID_VALUE ids 0']);
    expect(await refused({ queue, ids: Array(1_001).fill('a') })).toEqual(['INVALID_VALUE ids']);
    expect(await refused({ queue: 'order.nothing', all: true })).toEqual(['NOT_FOUND queue']);
  });
});
