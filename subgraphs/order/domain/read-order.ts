import { hasScope } from '@shop/schema';
import { type Asker, isOwn } from './guest.ts';
import type { Order } from './order.ts';

/** Whether this asker may see the order: its customer or guest, and those with `orders:read`. */
export const maySee = (order: Pick<Order, 'customerId' | 'guest'>, asker: Asker): boolean =>
  isOwn(order, asker) || hasScope(asker.viewer, 'orders:read');
