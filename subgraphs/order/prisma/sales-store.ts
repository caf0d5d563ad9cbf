import type { SqlDatabase } from '@shop/service/postgres';
import type { Period } from '../domain/sales/day.ts';
import type { BestSeller, SalesAmounts, SalesStore } from '../domain/sales/ports.ts';
import { amountsQuery, bestSellersQuery } from './sales-sql.ts';
import { shareReads } from './share-reads.ts';

type Row = Omit<SalesAmounts, 'paid' | 'refunded'> & {
  readonly paid: string;
  readonly refunded: string;
};

const toAmounts = ({ paid, refunded, ...row }: Row): SalesAmounts => ({
  ...row,
  paid: { minor: BigInt(paid), currency: row.currencyCode },
  refunded: { minor: BigInt(refunded), currency: row.currencyCode },
});

const keyOf = ({ from, to }: Period): string => `${+from} ${+to}`;

/**
 * Creates the sales of periods, for all requests of a process: everyone who follows a day reads it in the same second,
 * and its orders are counted once for them.
 */
export function createSalesStore(sql: Pick<SqlDatabase, 'queryUnprepared'>): SalesStore {
  const amounts = shareReads(keyOf, async (period: Period) =>
    (await sql.queryUnprepared<Row>(amountsQuery(period))).map(toAmounts),
  );
  type Best = { readonly period: Period; readonly limit: number };
  const bestSellers = shareReads(
    ({ period, limit }: Best) => `${keyOf(period)} ${limit}`,
    ({ period, limit }) => sql.queryUnprepared<BestSeller>(bestSellersQuery(period, limit)),
  );
  return { amounts, bestSellers: (period, limit) => bestSellers({ period, limit }) };
}
