import { isId, isText, type KeyPart } from '@shop/domain';
import { parseArguments, readPage, toConnection } from '@shop/service';
import { available } from '../domain/stock.ts';
import { readStockFilter } from '../domain/stock-filter.ts';
import type { QueryResolvers, StockSort } from '../generated/graphql.ts';

export const Query: QueryResolvers = {
  async stockItems(_, { filter, sort, ...args }, { stock }) {
    const by = sort ?? 'SKU';
    const list = `stock by ${by}`;
    const request = readPage(list, args, keyParts[by]);
    const wanted = parseArguments(() => readStockFilter({ filter }));
    return toConnection(
      list,
      request,
      await stock.page(wanted, by, request),
      (one) => [by === 'SKU' ? one.sku : String(available(one)), one.variantId],
      () => stock.count(wanted),
    );
  },
};

/** No variant has 100 million units. */
const isUnits: KeyPart = (text) => /^\d{1,8}$/.test(text);

const keyParts: Readonly<Record<StockSort, readonly KeyPart[]>> = {
  SKU: [isText(64), isId],
  AVAILABLE: [isUnits, isId],
};
