import { hasScope, type Viewer } from '@shop/schema';
import type { Reservation } from './reservation.ts';

/** Whether the viewer may see the reservation: its customer, and viewers with `orders:read`. */
export const canRead = (
  { customerId }: Pick<Reservation, 'customerId'>,
  { viewer }: { readonly viewer: Viewer | undefined },
): boolean => viewer?.id === customerId || hasScope(viewer, 'orders:read');
