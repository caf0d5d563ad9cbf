import { inOrder, isId } from '@shop/domain';
import type { AvailabilityStore } from '../domain/cart/ports.ts';
import type { Database } from './client.ts';

/** Creates the availability projection on Prisma. */
export const createAvailabilityStore = (database: Database): AvailabilityStore => ({
  async byIds(variantIds) {
    const where = { variantId: { in: variantIds.filter(isId) } };
    const rows = await database.variantAvailability.findMany({ where });
    const found = inOrder(variantIds, rows, ({ variantId }) => variantId);
    return found.map((row) => row?.available);
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
