import type { RetentionPolicy } from '@shop/service/postgres';

/** How long settled deliveries are stored, with the bodies in them. Others stay until they are settled. */
export const deliveryRetention = (days: number): RetentionPolicy => ({
  table: 'deliveries',
  column: 'settled_at',
  days,
});
