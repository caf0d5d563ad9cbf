import { refusalOf } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import type { DeadLetter } from './dead-letter.ts';
import { listDeadLetters, sortKeyOf } from './list-dead-letters.ts';
import type { DeadLetterQueues } from './ports.ts';
import { parseSelection } from './selection.ts';

const deadLetter = (queue: string, minute: number): DeadLetter => ({
  id: `${queue}-${minute}`,
  queue,
  type: 't.happened.v1',
  subject: 's',
  attempts: 5,
  error: 'broken',
  failedAt: new Date(Date.UTC(2026, 2, 1, 9, minute)),
  body: '{}',
});

/** Dead letters in memory. */
const inMemory = (deadLetters: readonly DeadLetter[]): DeadLetterQueues => ({
  oldest: async (queue, limit) => deadLetters.filter((one) => one.queue === queue).slice(0, limit),
  count: async (queue) => deadLetters.filter((one) => one.queue === queue).length,
  redrive: async () => 0,
  purge: async () => 0,
});

const first = (size: number) => ({ size, backward: false, cursor: undefined });

describe('the list of dead letters', () => {
  const queues = inMemory([
    deadLetter('order.stock', 3),
    deadLetter('order.stock', 4),
    deadLetter('inventory.orders', 1),
    deadLetter('inventory.orders', 5),
  ]);

  it('the dead letters of all queues are listed in the order of their failure, and all are counted', async () => {
    const { rows, totalCount } = await listDeadLetters(queues, undefined, first(3));
    expect(rows.map(({ id }) => id)).toEqual([
      'inventory.orders-1',
      'order.stock-3',
      'order.stock-4',
    ]);
    expect(totalCount).toBe(4);
  });

  it('dead letters are counted before they are listed, since a broker does not count listed messages', async () => {
    const listed = new Set<string>();
    const broker: DeadLetterQueues = {
      ...queues,
      oldest: (queue, limit) => {
        listed.add(queue);
        return queues.oldest(queue, limit);
      },
      count: async (queue) => (listed.has(queue) ? 0 : queues.count(queue)),
    };
    expect((await listDeadLetters(broker, undefined, first(3))).totalCount).toBe(4);
  });

  it('with a queue, only its dead letters are listed and counted', async () => {
    const { rows, totalCount } = await listDeadLetters(queues, 'order.stock', first(1));
    expect(rows.map(({ id }) => id)).toEqual(['order.stock-3']);
    expect(totalCount).toBe(2);
  });
});

describe('the pages of dead letters', () => {
  const stored = ['order.stock', 'inventory.orders', 'notification.mail'].flatMap((queue) =>
    Array.from({ length: 7 }, (_, n) => deadLetter(queue, n)),
  );
  const all = inMemory(stored);
  /** Reads all pages of two, forward or backward, through their cursors. */
  async function readAll(backward: boolean): Promise<DeadLetter[][]> {
    const pages: DeadLetter[][] = [];
    let cursor: readonly string[] | undefined;
    for (let more = true; more; ) {
      const page = await listDeadLetters(all, undefined, { size: 2, backward, cursor });
      pages.push([...page.rows]);
      const end = page.rows.at(backward ? 0 : -1);
      cursor = end && sortKeyOf(end);
      more = page.more;
    }
    return pages;
  }

  it('pages lead through all queues, forward and backward, to each dead letter once', async () => {
    const forward = (await readAll(false)).flat();
    expect(new Set(forward.map(({ id }) => id)).size).toBe(stored.length);
    expect(forward).toHaveLength(stored.length);
    const times = forward.map(({ failedAt }) => failedAt.getTime());
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect((await readAll(true)).reverse().flat()).toEqual(forward);
  });

  it('a page continues where it was, though the dead letter of its cursor was purged', async () => {
    const [, second, third] = (await listDeadLetters(all, undefined, first(3))).rows;
    const purged = inMemory(stored.filter(({ id }) => id !== second?.id));
    const cursor = second && sortKeyOf(second);
    const page = await listDeadLetters(purged, undefined, { ...first(1), cursor });
    expect(page.rows).toEqual([third]);
  });
});

describe('the selection of dead letters', () => {
  const queue = 'order.stock';

  it('a selection contains ids of one queue, or all of them', () => {
    expect(parseSelection({ queue, ids: ['a', 'b'] })).toEqual({ queue, ids: ['a', 'b'] });
    expect(parseSelection({ queue, all: true, ids: null })).toEqual({ queue });
  });

  it('a selection with neither ids nor all, with both, or of an unknown queue is refused', async () => {
    const refused = (input: Parameters<typeof parseSelection>[0]) =>
      refusalOf(() => parseSelection(input));
    expect(await refused({ queue })).toEqual(['INVALID_VALUE ids']);
    expect(await refused({ queue, ids: [] })).toEqual(['INVALID_VALUE ids']);
    expect(await refused({ queue, ids: ['a'], all: true })).toEqual(['INVALID_VALUE ids']);
    expect(await refused({ queue, ids: [''] })).toEqual(['INVALID_VALUE ids 0']);
    expect(await refused({ queue, ids: Array(1_001).fill('a') })).toEqual(['INVALID_VALUE ids']);
    expect(await refused({ queue: 'order.nothing', all: true })).toEqual(['NOT_FOUND queue']);
  });
});
