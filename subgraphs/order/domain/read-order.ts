import type { Viewer } from '@shop/schema';
import type { Order } from './order.ts';

/** Whether this person may see the order: its customer, and those with `orders:read`. */
export const maySee = (order: Pick<Order, 'customerId'>, viewer: Viewer | undefined): boolean =>
  viewer !== undefined && (order.customerId === viewer.id || viewer.scopes.has('orders:read'));
