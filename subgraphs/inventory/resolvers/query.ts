import { isId } from '@shop/schema';
import { badInput, readPage, toConnection } from '@shop/service';
import { available } from '../domain/stock.ts';
import { stockFilter } from '../domain/stock-filter.ts';
import type { QueryResolvers, StockSort } from '../generated/graphql.ts';

export const Query: QueryResolvers = {
  async stockItems(_, { filter, sort, ...args }, { stock }) {
    const by = sort ?? 'SKU';
    const list = `stock by ${by}`;
    const request = readPage(list, args);
    if (request.cursor && !isKey(by, request.cursor)) {
      throw badInput('The cursor is not one of ours.');
    }
    const wanted = stockFilter.safeParse(filter ?? {});
    if (!wanted.success) throw badInput('`sku` has at most 64 characters, none of them NUL.');
    return toConnection(
      list,
      request,
      await stock.page(wanted.data, by, request),
      (one) => [by === 'SKU' ? one.sku : String(available(one)), one.variantId],
      () => stock.count(wanted.data),
    );
  },
};

const isKey = (by: StockSort, [key = '', id = '', ...rest]: readonly string[]): boolean =>
  rest.length === 0 && isId(id) && (by === 'SKU' ? !key.includes('\0') : /^\d{1,8}$/.test(key));
