import { outboxRows } from '@shop/messaging';
import {
  type IdempotencyKey,
  inOrder,
  isId,
  type Origin,
  type PageRequest,
  refuse,
  toPage,
} from '@shop/schema';
import type { Order, OrderEvent } from '../domain/order.ts';
import type { Change, OrderStore } from '../domain/ports.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { type Database, inTransaction } from './client.ts';
import { toChangedRow, toNewRow, toOrder, withDetails } from './order-rows.ts';

type Transaction = Prisma.TransactionClient;

/** The order store on Prisma. Every write saves its events in the same transaction. */
export const createOrderStore = (database: Database, origin: Origin): OrderStore => ({
  async nextNumber() {
    const [row] = await database.$queryRaw<
      { n: bigint }[]
    >`SELECT nextval('order_number_seq') AS n`;
    return `${new Date().getUTCFullYear()}-${String(row?.n).padStart(6, '0')}`;
  },

  byKey: (key) => orderOfKey(database, key),

  add: (change, key) =>
    inTransaction(database, async (tx) => {
      if (!(await claim(tx, key, change.next.id))) return existing(tx, key);
      const row = await tx.order.create({ data: toNewRow(change.next), include: withDetails });
      await saveEvents(tx, change, origin);
      return toOrder(row);
    }),

  update: (id, decide, key) =>
    inTransaction(database, async (tx) => {
      const order = await lockedOrder(tx, id);
      if (key && !(await claim(tx, key, id))) return existing(tx, key);
      const change = decide(order);
      if (change.next === order) return order;
      const data = toChangedRow(change.next);
      const row = await tx.order.update({ where: { id }, data, include: withDetails });
      await saveEvents(tx, change, origin);
      return toOrder(row);
    }),

  async byIds(ids) {
    const where = { id: { in: ids.filter(isId) } };
    const rows = await database.order.findMany({ where, include: withDetails });
    return inOrder(ids, rows.map(toOrder), ({ id }) => id);
  },

  ofCustomer: (customerId, page) => readPageOf(database, customerId, page),
  countOfCustomer: (customerId) => database.order.count({ where: { customerId } }),
});

async function lockedOrder(tx: Transaction, id: string): Promise<Order> {
  if (!isId(id)) return refuse('NOT_FOUND', 'You have no such order.');
  await tx.$queryRaw`SELECT 1 FROM orders WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.order.findUnique({ where: { id }, include: withDetails });
  return row ? toOrder(row) : refuse('NOT_FOUND', 'You have no such order.');
}

/** Takes the key for this order; waits for a rival that holds it and answers `false` if it won. */
async function claim(tx: Transaction, key: IdempotencyKey, orderId: string): Promise<boolean> {
  const data = [{ ...key, orderId }];
  const { count } = await tx.idempotencyKey.createMany({ data, skipDuplicates: true });
  return count === 1;
}

async function orderOfKey(
  database: Database,
  { scope, key, fingerprint }: IdempotencyKey,
): Promise<Order | undefined> {
  const used = await database.idempotencyKey.findUnique({ where: { scope_key: { scope, key } } });
  if (!used) return undefined;
  if (used.fingerprint !== fingerprint) {
    refuse('IDEMPOTENCY_CONFLICT', 'This key was used with another input.', ['idempotencyKey']);
  }
  const where = { id: used.orderId };
  return toOrder(await database.order.findUniqueOrThrow({ where, include: withDetails }));
}

async function existing(tx: Transaction, key: IdempotencyKey): Promise<Order> {
  const order = await orderOfKey(tx, key);
  if (!order) throw new Error('an idempotency key vanished');
  return order;
}

const saveEvents = (tx: Transaction, { events }: Change<Order, OrderEvent>, origin: Origin) =>
  tx.outbox.createMany({ data: outboxRows('order', events, origin) });

async function readPageOf(database: Database, customerId: string, page: PageRequest) {
  const [id] = page.cursor ?? [];
  const rows = await database.order.findMany({
    where: { customerId, ...(id && { id: page.backward ? { gt: id } : { lt: id } }) },
    orderBy: { id: page.backward ? 'asc' : 'desc' },
    take: page.size + 1,
    include: withDetails,
  });
  return toPage(rows.map(toOrder), page);
}
