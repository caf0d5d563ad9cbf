import { inOrder, isId, newId } from '@shop/domain';
import type { Origin } from '@shop/schema';
import { findKey, storeKey } from '@shop/service/prisma';
import { type Order, orderNotFound } from '../domain/order.ts';
import type { OrderKey } from '../domain/order-key.ts';
import type { DueOrders, OrderStore } from '../domain/ports.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { type Database, inTransaction } from './client.ts';
import { emptyCart } from './empty-cart.ts';
import { toOrder, withRelations } from './order-rows.ts';
import { returnCart } from './return-cart.ts';
import { insertOrder, updateOrder } from './save-order.ts';
import { countUnpaid } from './unpaid-orders.ts';

type Transaction = Prisma.TransactionClient;

/**
 * Creates the order store on Prisma. Every write saves its events in the same transaction. Without an
 * origin, as in the sweep, events carry the correlation id of the request that placed the order.
 */
export const createOrderStore = (database: Database, origin?: Origin): OrderStore => ({
  async nextNumber() {
    const [row] = await database.$queryRaw<
      { n: bigint }[]
    >`SELECT nextval('order_number_seq') AS n`;
    return `${new Date().getUTCFullYear()}-${String(row?.n).padStart(6, '0')}`;
  },

  byKey: (key) => orderOfKey(database, key),

  add: (change, key, { emptied, guestNetwork = null, assertMayPlace } = {}) =>
    inTransaction(database, async (tx) => {
      if (!(await storeKey(tx, key, change.next.id))) return existing(tx, key);
      assertMayPlace?.(await countUnpaid(tx, change.next, guestNetwork));
      if (emptied) await emptyCart(tx, emptied);
      return insertOrder(tx, change, origin ?? { correlationId: newId() }, {
        guestNetwork,
        cartId: emptied?.id ?? null,
        cartVersion: emptied?.version ?? null,
      });
    }),

  update: (id, decide, key) =>
    inTransaction(database, async (tx) => {
      const { order, correlationId } = await lockedOrder(tx, id);
      if (key && !(await storeKey(tx, key, id))) return existing(tx, key);
      const change = decide(order);
      if (change.next === order && change.events.length === 0) return order;
      const saved = await updateOrder(tx, order, change, origin ?? { correlationId });
      if (change.returnsCart) await returnCart(tx, saved);
      return saved;
    }),

  async byIds(ids) {
    const where = { id: { in: ids.filter(isId) } };
    const rows = await database.order.findMany({ where, ...withRelations });
    return inOrder(ids, rows.map(toOrder), ({ id }) => id);
  },

  async byPayment(paymentId) {
    if (!isId(paymentId)) return undefined;
    const payment = await database.payment.findUnique({ where: { id: paymentId } });
    return payment ? (await readOrder(database, payment.orderId))?.order : undefined;
  },

  async timelines(ids) {
    const where = { orderId: { in: ids.filter(isId) } };
    const rows = await database.orderStep.findMany({ where, orderBy: { id: 'asc' } });
    return ids.map((id) => rows.filter(({ orderId }) => orderId === id));
  },
});

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

async function lockedOrder(tx: Transaction, id: string) {
  if (!isId(id)) return orderNotFound();
  await tx.$queryRaw`SELECT 1 FROM orders WHERE id = ${id}::uuid FOR UPDATE`;
  return (await readOrder(tx, id)) ?? orderNotFound();
}

async function readOrder(database: Database, id: string) {
  const row = await database.order.findUnique({ where: { id }, ...withRelations });
  return row ? { order: toOrder(row), correlationId: row.correlationId } : undefined;
}

async function orderOfKey(database: Database, key: OrderKey): Promise<Order | undefined> {
  const stored = await findKey(database, key);
  const order = stored && (await readOrder(database, stored.result as string))?.order;
  if (order) key.assertCanRead(order);
  return order;
}

async function existing(tx: Transaction, key: OrderKey): Promise<Order> {
  const order = await orderOfKey(tx, key);
  if (!order) throw new Error('the order of an idempotency key does not exist');
  return order;
}
