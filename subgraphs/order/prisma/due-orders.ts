import type { DueOrders } from '../domain/ports.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import type { Database } from './client.ts';
import { toOrder, withRelations } from './order-rows.ts';

/** Creates the reads of what is due on Prisma. */
export const createDueOrders = (database: Database): DueOrders => {
  const read = async (
    where: Prisma.OrderWhereInput,
    take: number,
    orderBy: Prisma.OrderOrderByWithRelationInput = { id: 'asc' },
  ) => (await database.order.findMany({ where, ...withRelations, take, orderBy })).map(toOrder);
  return {
    async paymentsToPoll(now, take) {
      const rows = await database.payment.findMany({
        where: { pollAt: { lte: now } },
        select: { id: true },
        orderBy: { pollAt: 'asc' },
        take,
      });
      return rows.map(({ id }) => id);
    },
    async schedulePoll(id, pollAt) {
      await database.payment.updateMany({ where: { id, pollAt: { not: null } }, data: { pollAt } });
    },
    pendingRefunds: (limit) => read({ refunds: { some: { status: 'PENDING' } } }, limit),
    expired: (now, limit) => read({ expiresAt: { lte: now } }, limit, { expiresAt: 'asc' }),
    pending: (before, limit) =>
      read({ status: 'PENDING', placedAt: { lt: before } }, limit, { placedAt: 'asc' }),
  };
};
