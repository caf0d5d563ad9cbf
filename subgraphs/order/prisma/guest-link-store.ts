import { newId } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import type { GuestLinkStore } from '../domain/ports.ts';
import { type Database, inTransaction } from './client.ts';

type LinkRow = {
  readonly id: string;
  readonly guest_link_hash: string;
  readonly guest_link_sealed: string;
  readonly guest_link_expires_at: Date;
};

/** Creates the store of guests' links on Prisma. */
export const createGuestLinkStore = (database: Database, origin?: Origin): GuestLinkStore => ({
  async ordersOf(email, take) {
    const where = { email, guestTokenHash: { not: null } };
    const select = { id: true };
    const rows = await database.order.findMany({ where, select, orderBy: { id: 'asc' }, take });
    return rows.map(({ id }) => id);
  },

  issue: ({ number, email }, decide) =>
    inTransaction(database, async (tx) => {
      const [row] = await tx.$queryRaw<LinkRow[]>`
        SELECT id, guest_link_hash, guest_link_sealed, guest_link_expires_at FROM orders
        WHERE number = ${number} AND email = ${email} AND guest_token_hash IS NOT NULL FOR UPDATE`;
      if (!row) return;
      const { id, guest_link_hash: tokenHash, guest_link_sealed, guest_link_expires_at } = row;
      const stored = {
        tokenHash,
        sealedToken: guest_link_sealed,
        expiresAt: guest_link_expires_at,
      };
      const link = decide({ id, link: stored });
      const { sealedToken } = link;
      // Not by Prisma, which would set the time of the last change.
      await tx.$executeRaw`
        UPDATE orders SET guest_link_hash = ${link.tokenHash}, guest_link_sealed = ${sealedToken},
          guest_link_expires_at = ${link.expiresAt} WHERE id = ${id}::uuid`;
      const data = { orderId: id, number, email, sealedToken };
      const event = { type: 'order.link_requested.v1', subject: id, data } as const;
      await saveEvents(tx, 'order', [event], origin ?? { correlationId: newId() });
    }),
});
