import { refuse } from '@shop/domain';
import { hasScope, type Viewer } from '@shop/schema';
import type { Reservation } from './reservation.ts';

/** Whether the viewer may see the reservation: its customer, and viewers with `orders:read`. */
export const canRead = (
  { customerId }: Pick<Reservation, 'customerId'>,
  { viewer }: { readonly viewer: Viewer | undefined },
): boolean => viewer?.id === customerId || hasScope(viewer, 'orders:read');

/**
 * Judges the replay of a change of stock by the rights of today: the viewer may have lost them since the
 * first request. Refuses NOT_FOUND.
 */
export function assertCanReadStock(viewer: Viewer): void {
  if (hasScope(viewer, 'inventory:read')) return;
  refuse('NOT_FOUND', 'There is no such stock.', ['variantId']);
}
