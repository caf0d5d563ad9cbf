import { publicQuantityLimit, publicUnits, type UnitQuantity } from '@shop/domain';
import { hasScope, type Viewer } from '@shop/schema';
import { isOwnedBy, type Requester } from './guest.ts';
import type { Order, ShortLine } from './order.ts';

/** Whether the requester may read the order: its customer or guest, and viewers with `orders:read`. */
export const canRead = (
  order: Pick<Order, 'customerId' | 'guest'>,
  requester: Requester,
): boolean => isOwnedBy(order, requester) || hasScope(requester.viewer, 'orders:read');

/** Returns the available units of a short line; without `inventory:read`, at most the public limit. */
export const visibleQuantity = ({ available }: ShortLine, viewer: Viewer | undefined): number =>
  hasScope(viewer, 'inventory:read') ? available : Math.min(available, publicQuantityLimit);

/** The same as a number that says whether it is exact. */
export const visibleUnits = ({ available }: ShortLine, viewer: Viewer | undefined): UnitQuantity =>
  hasScope(viewer, 'inventory:read')
    ? { quantity: available, atLeast: false }
    : publicUnits(available);
