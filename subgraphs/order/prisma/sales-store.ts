import type { SqlDatabase } from '@shop/service/postgres';
import type { Period } from '../domain/sales/day.ts';
import type { SalesAmounts, SalesStore } from '../domain/sales/ports.ts';
import { countInParts } from './count-in-parts.ts';
import { amountsQuery, unitsQuery } from './sales-sql.ts';
import { shareReads } from './share-reads.ts';

type AmountsRow = Omit<SalesAmounts, 'paid' | 'refunded'> & {
  readonly paid: string;
  readonly refunded: string;
};
type UnitsRow = { readonly productId: string; readonly units: number };
type Amounts = ReadonlyMap<string, SalesAmounts>;
type Units = ReadonlyMap<string, number>;

const toAmounts = ({ paid, refunded, ...row }: AmountsRow): SalesAmounts => ({
  ...row,
  paid: { minor: BigInt(paid), currency: row.currencyCode },
  refunded: { minor: BigInt(refunded), currency: row.currencyCode },
});

const addAmounts = (one: SalesAmounts, other: SalesAmounts): SalesAmounts => {
  const currency = one.currencyCode;
  return {
    currencyCode: currency,
    orderCount: one.orderCount + other.orderCount,
    units: one.units + other.units,
    refundCount: one.refundCount + other.refundCount,
    paid: { minor: one.paid.minor + other.paid.minor, currency },
    refunded: { minor: one.refunded.minor + other.refunded.minor, currency },
  };
};

/** Adds the entries of two maps. */
const addEntries =
  <Value>(add: (one: Value, other: Value) => Value) =>
  (one: ReadonlyMap<string, Value>, other: ReadonlyMap<string, Value>) => {
    const sum = new Map(one);
    for (const [key, value] of other) {
      const known = sum.get(key);
      sum.set(key, known === undefined ? value : add(known, value));
    }
    return sum;
  };

const keyOf = ({ from, to }: Period): string => `${+from} ${+to}`;
const byText = (one: string, other: string): number => (one < other ? -1 : 1);

/**
 * Creates the sales of periods, for all requests of a process: everyone who follows a day reads it in the same second,
 * and its orders are counted once for them.
 */
export function createSalesStore(sql: Pick<SqlDatabase, 'queryUnprepared'>): SalesStore {
  const amounts = countInParts<Amounts>({
    zero: new Map(),
    add: addEntries(addAmounts),
    async count(period) {
      const rows = await sql.queryUnprepared<AmountsRow>(amountsQuery(period));
      return new Map(rows.map((row) => [row.currencyCode, toAmounts(row)]));
    },
  });
  const units = countInParts<Units>({
    zero: new Map(),
    add: addEntries((one, other) => one + other),
    async count(period) {
      const rows = await sql.queryUnprepared<UnitsRow>(unitsQuery(period));
      return new Map(rows.map((row) => [row.productId, row.units]));
    },
  });
  const [sharedAmounts, sharedUnits] = [shareReads(keyOf, amounts), shareReads(keyOf, units)];
  return {
    async amounts(period) {
      const found = [...(await sharedAmounts(period)).values()];
      return found.sort((one, other) => byText(one.currencyCode, other.currencyCode));
    },
    async bestSellers(period, limit) {
      const found = [...(await sharedUnits(period))];
      return found
        .sort(([one, sold], [other, more]) => more - sold || byText(one, other))
        .slice(0, limit)
        .map(([productId, count]) => ({ productId, units: count }));
    },
  };
}
