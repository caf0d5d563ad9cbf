import { pageOf } from '../table/table-state.ts';
import type { ProductSort, ProductStatus, ProductsQueryVariables } from './generated/products.ts';

export const statuses: readonly ProductStatus[] = ['DRAFT', 'ACTIVE', 'ARCHIVED'];
const sorts: readonly ProductSort[] = ['NEWEST', 'TITLE', 'PRICE_ASC', 'PRICE_DESC'];

/** Returns the products that a URL stands for: `?q=tee&status=DRAFT&sort=TITLE&after=…`; those of every status when it names none. */
export function productsOf(params: URLSearchParams): ProductsQueryVariables {
  const search = params.get('q')?.trim();
  const chosen = statuses.filter((status) => params.has('status', status));
  const sort = sorts.find((one) => one === params.get('sort'));
  return {
    ...(search && { search }),
    filter: { status: chosen.length > 0 ? chosen : [...statuses] },
    ...(sort && { sort }),
    ...pageOf(params),
  };
}
