import type { RetentionPolicy } from '@shop/service/postgres';

/** How long deliveries are stored, with the addresses in them. */
export const deliveryRetention = (days: number): RetentionPolicy => ({
  table: 'deliveries',
  column: 'created_at',
  days,
});
