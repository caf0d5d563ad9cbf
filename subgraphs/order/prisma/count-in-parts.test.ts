import { expect, it } from 'vitest';
import { countInParts } from './count-in-parts.ts';

const minute = 60_000;
const day = { from: new Date(0), to: new Date(24 * 60 * minute) };

/** Counts sales at these times, in milliseconds; `parts` are the periods that were counted, in minutes. */
function counterOf(sales: number[]) {
  const clock = { now: 0 };
  const parts: (readonly [number, number])[] = [];
  const read = countInParts<{ readonly count: number }>({
    now: () => clock.now,
    zero: { count: 0 },
    add: (one, other) => ({ count: one.count + other.count }),
    async count({ from, to }) {
      parts.push([+from / minute, +to / minute]);
      return { count: sales.filter((at) => at >= +from && at < +to).length };
    },
  });
  const readAt = async (at: number) => {
    clock.now = at * minute;
    return (await read(day)).count;
  };
  return { sales, parts, readAt };
}

it('each read counts what is not settled, and what has settled since the last one', async () => {
  const { sales, parts, readAt } = counterOf([1, 2, 3].map((n) => n * minute));
  expect(await readAt(10)).toBe(3);
  sales.push(10 * minute);
  expect(await readAt(11)).toBe(4);
  sales.push(10 * minute + 1, 12 * minute);
  expect(await readAt(12)).toBe(6);
  expect(parts).toEqual([
    ...[
      [0, 9],
      [9, 1_440],
    ],
    ...[
      [9, 10],
      [10, 1_440],
    ],
    ...[
      [10, 11],
      [11, 1_440],
    ],
  ]);
});

it('a day that is over is counted once, and again after ten minutes', async () => {
  const { sales, parts, readAt } = counterOf([minute]);
  const later = 2 * 1_440;
  expect(await readAt(later)).toBe(1);
  sales.push(2 * minute);
  expect(await readAt(later + 9)).toBe(1);
  expect(await readAt(later + 11)).toBe(2);
  expect(parts).toEqual([
    [0, 1_440],
    [0, 1_440],
  ]);
});

it('a day that has not begun has nothing that is settled', async () => {
  const { parts, readAt } = counterOf([]);
  expect(await readAt(-5)).toBe(0);
  expect(parts).toEqual([[0, 1_440]]);
});
