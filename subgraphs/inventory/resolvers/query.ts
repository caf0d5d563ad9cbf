import { isId, isText, type KeyPart } from '@shop/domain';
import { parseArguments, parsePage, toConnection } from '@shop/service';
import { available } from '../domain/stock.ts';
import { parseStockFilter } from '../domain/stock-filter.ts';
import type { QueryResolvers, StockSort } from '../generated/graphql.ts';

export const Query: QueryResolvers = {
  stock: async (_, { variantId }, { loaders }) => (await loaders.stock.load(variantId)) ?? null,
  async stockItems(_, { filter, sort, ...args }, { stock }) {
    const by = sort ?? 'SKU';
    const list = `stock by ${by}`;
    const request = parsePage(list, args, keyParts[by]);
    const stockFilter = parseArguments(() => parseStockFilter({ filter }));
    return toConnection(await stock.page(stockFilter, by, request), {
      list,
      request,
      keyOf: (row) => [by === 'SKU' ? row.sku : String(available(row)), row.variantId],
      count: () => stock.count(stockFilter),
    });
  },
};

/** A variant has fewer than 100 million units. */
const isUnits: KeyPart = (text) => /^\d{1,8}$/.test(text);

const keyParts: Readonly<Record<StockSort, readonly KeyPart[]>> = {
  SKU: [isText(64), isId],
  AVAILABLE: [isUnits, isId],
};
