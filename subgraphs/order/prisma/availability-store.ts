import { inOrder, isId } from '@shop/domain';
import type { SqlDatabase } from '@shop/service/postgres';
import type { AvailabilityStore } from '../domain/cart/ports.ts';

/** Creates the availability projection. */
export const createAvailabilityStore = (database: SqlDatabase): AvailabilityStore => ({
  async byIds(variantIds) {
    const rows = await database.$queryRaw<{ id: string; available: number }[]>`
      SELECT variant_id AS id, available FROM variant_availability
      WHERE variant_id = ANY(${variantIds.filter(isId)}::uuid[])`;
    return inOrder(variantIds, rows, ({ id }) => id).map((row) => row?.available);
  },

  // Event ids are UUIDv7: the larger id is the later event.
  async projectStock(variantId, available, eventId) {
    await database.$executeRaw`
      INSERT INTO variant_availability (variant_id, available, event_id)
      VALUES (${variantId}::uuid, ${available}, ${eventId}::uuid)
      ON CONFLICT (variant_id) DO UPDATE SET
        available = EXCLUDED.available, event_id = EXCLUDED.event_id
      WHERE variant_availability.event_id < EXCLUDED.event_id`;
  },
});
