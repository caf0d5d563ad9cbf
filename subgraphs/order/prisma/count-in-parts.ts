import { LRUCache } from 'lru-cache';
import type { Period } from '../domain/sales/day.ts';

export type CountInParts<Sum> = {
  /** Counts what happened in a period. */
  readonly count: (period: Period) => Promise<Sum>;
  readonly add: (one: Sum, other: Sum) => Sum;
  readonly zero: Sum;
  readonly now?: () => number;
};

/** What happened longer ago is saved: a transaction takes seconds at most, and clocks of processes differ by less. */
const settledMs = 60_000;
/** After that everything is counted again, if a clock was wrong all the same. */
const countedMs = 10 * 60_000;
const maxPeriods = 100;

/**
 * Counts periods in parts: what is settled is counted once and stored in memory, so that a read of a busy day counts the
 * last minute of it. A call must not begin while another one for the same period runs.
 */
export function countInParts<Sum extends object>({
  count,
  add,
  zero,
  now = Date.now,
}: CountInParts<Sum>): (period: Period) => Promise<Sum> {
  const counted = new LRUCache<string, { readonly upTo: number; readonly sum: Sum }>({
    ...{ max: maxPeriods, ttl: countedMs, noUpdateTTL: true },
    ...{ perf: { now }, ttlResolution: 0 },
  });
  const between = async (from: number, to: number): Promise<Sum> =>
    from < to ? count({ from: new Date(from), to: new Date(to) }) : zero;
  return async ({ from, to }) => {
    const key = `${+from} ${+to}`;
    const known = counted.get(key) ?? { upTo: +from, sum: zero };
    const upTo = Math.max(known.upTo, Math.min(+to, now() - settledMs));
    const sum = add(known.sum, await between(known.upTo, upTo));
    counted.set(key, { upTo, sum });
    return add(sum, await between(upTo, +to));
  };
}
