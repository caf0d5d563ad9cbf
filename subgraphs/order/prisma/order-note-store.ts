import { constraint, isId, refuse } from '@shop/domain';
import { claimKey } from '@shop/service/prisma';
import { orderNotFound } from '../domain/order.ts';
import { maxNotes, type OrderNoteStore } from '../domain/order-note.ts';
import { type Database, inTransaction } from './client.ts';

/** Creates the notes on Prisma. The lock of the order keeps the number of its notes within the limit. */
export const createOrderNoteStore = (database: Database): OrderNoteStore => ({
  add: (note, key) =>
    inTransaction(database, async (tx) => {
      const { orderId } = note;
      const found = isId(orderId)
        ? await tx.$queryRaw<unknown[]>`
            SELECT 1 FROM orders WHERE id = ${orderId}::uuid FOR NO KEY UPDATE`
        : [];
      if (found.length === 0) orderNotFound();
      if (!(await claimKey(tx, key, orderId))) return false;
      if ((await tx.orderNote.count({ where: { orderId } })) >= maxNotes) {
        const message = `An order has at most ${maxNotes} notes.`;
        refuse('LIMIT_REACHED', message, ['orderId'], constraint('TOO_MANY', maxNotes));
      }
      await tx.orderNote.create({ data: note });
      return true;
    }),

  async ofOrders(orderIds) {
    const where = { orderId: { in: orderIds.filter(isId) } };
    const rows = await database.orderNote.findMany({ where, orderBy: { id: 'asc' } });
    return orderIds.map((id) => rows.filter(({ orderId }) => orderId === id));
  },
});
