import { pageOf } from '../table/table-state.ts';
import type { OrderSortBy, OrderStatus, OrdersQueryVariables } from './generated/orders.ts';

export const statuses: readonly OrderStatus[] = [
  'PENDING',
  'CONFIRMED',
  'PAID',
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'DELIVERED',
  'CANCELLED',
  'REJECTED',
];
const sorts: readonly OrderSortBy[] = ['NEWEST', 'OLDEST', 'TOTAL_ASC', 'TOTAL_DESC'];
/** A complete e-mail address, or the beginning of an order number. */
export const searchPattern = '.+@.+|.{8,17}';

/** Returns the orders that a URL stands for: `?q=2026-000&status=PAID&status=SHIPPED&only=returns&sort=TOTAL_DESC`. */
export function ordersOf(params: URLSearchParams): OrdersQueryVariables {
  const words = params.get('q')?.trim();
  const chosen = statuses.filter((status) => params.has('status', status));
  const sortBy = sorts.find((sort) => sort === params.get('sort'));
  const search = words?.includes('@') ? { email: words } : { numberPrefix: words };
  const filter = {
    ...(words && search),
    ...(chosen.length > 0 && { status: chosen }),
    ...(params.has('only', 'returns') && { hasOpenReturn: true }),
  };
  return { filter, ...(sortBy && { sortBy }), ...pageOf(params) };
}
