import { pageOf } from '../table/table-state.ts';
import type { StockItemsQueryVariables, StockSort } from './generated/stock.ts';

export const filters = ['low', 'removed'] as const;
const sorts: readonly StockSort[] = ['SKU', 'AVAILABLE'];

/** Returns the stock that a URL stands for: `?q=TEE&only=low&sort=AVAILABLE&after=…`. */
export function stockOf(params: URLSearchParams): StockItemsQueryVariables {
  const skuPrefix = params.get('q')?.trim();
  const sort = sorts.find((one) => one === params.get('sort'));
  const filter = {
    ...(skuPrefix && { skuPrefix }),
    ...(params.has('only', 'low') && { lowStock: true }),
    ...(params.has('only', 'removed') && { removed: true }),
  };
  return { filter, ...(sort && { sort }), ...pageOf(params) };
}
