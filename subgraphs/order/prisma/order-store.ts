import { inOrder, isId, newId } from '@shop/domain';
import type { Origin } from '@shop/schema';
import type { SqlDatabase } from '@shop/service/postgres';
import { findKey } from '@shop/service/prisma';
import { type Order, orderNotFound } from '../domain/order.ts';
import type { OrderKey } from '../domain/order-key.ts';
import type { OrderStore } from '../domain/ports.ts';
import type { OrderStep } from '../domain/timeline.ts';
import { assertUsable } from './assert-usable.ts';
import { emptyCart } from './empty-cart.ts';
import { readOrderOfPayment, readOrders } from './read-orders.ts';
import { returnCart } from './return-cart.ts';
import { insertOrder, updateOrder } from './save-order.ts';
import { countUnpaid } from './unpaid-orders.ts';

/**
 * Creates the order store on plain SQL: every purchase passes through it several times. Every write saves its events
 * in the same transaction. Without an origin, as in the sweep, events carry the correlation id of the request that
 * placed the order.
 */
export const createOrderStore = (database: SqlDatabase, origin?: Origin): OrderStore => ({
  byKey: (key) => orderOfKey(database, key),

  add: (id, decide, key, { emptied, guestNetwork = null, assertMayPlace, redemptions = [] } = {}) =>
    database.transaction(async (tx) => {
      const number = await claimNumber(tx, id, key);
      if (number === undefined) return existing(tx, key);
      const change = decide(number);
      assertMayPlace?.(await countUnpaid(tx, change.next, guestNetwork));
      if (emptied) await emptyCart(tx, emptied);
      await assertUsable(tx, change.next, redemptions);
      return insertOrder(tx, change, redemptions, origin ?? { correlationId: newId() }, {
        guestNetwork,
        cartId: emptied?.id ?? null,
        cartVersion: emptied?.version ?? null,
      });
    }),

  update: (id, decide, key) =>
    database.transaction(async (tx) => {
      const taken = await lock(tx, id, key);
      if (taken) return existing(tx, taken);
      const [stored] = await readOrders(tx, [id]);
      const { order, correlationId } = stored ?? orderNotFound();
      const change = decide(order);
      if (change.next === order && change.events.length === 0) return order;
      await assertUsable(tx, change.next, change.redeemed);
      const saved = await updateOrder(tx, order, change, origin ?? { correlationId });
      if (change.returnsCart) await returnCart(tx, saved);
      return saved;
    }),

  async byIds(ids) {
    const orders = (await readOrders(database, ids.filter(isId))).map(({ order }) => order);
    return inOrder(ids, orders, ({ id }) => id);
  },

  byPayment: async (paymentId) =>
    isId(paymentId) ? readOrderOfPayment(database, paymentId) : undefined,

  async timelines(ids) {
    const rows = await database.$queryRaw<(OrderStep & { readonly orderId: string })[]>`
      SELECT order_id AS "orderId", kind, actor_id AS "actorId", correlation_id AS "correlationId", note, details, at
      FROM order_steps WHERE order_id = ANY(${ids.filter(isId)}::uuid[]) ORDER BY id`;
    return ids.map((id) => rows.filter(({ orderId }) => orderId === id));
  },
});

/** Stores the key with the id of its order and returns the next number; `undefined` when the key is taken. */
async function claimNumber(
  tx: SqlDatabase,
  orderId: string,
  { scope, key, fingerprint }: OrderKey,
): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ n: string }[]>`
    WITH stored AS (
      INSERT INTO idempotency_keys (scope, key, fingerprint, result)
      VALUES (${scope}, ${key}, ${fingerprint}, ${JSON.stringify(orderId)}::jsonb)
      ON CONFLICT DO NOTHING RETURNING 1)
    SELECT nextval('order_number_seq') AS n FROM stored`;
  return row && `${new Date().getUTCFullYear()}-${row.n.padStart(6, '0')}`;
}

/** Locks the order and stores the key in one statement. Returns the key when it is taken. Refuses NOT_FOUND. */
async function lock(tx: SqlDatabase, id: string, key?: OrderKey): Promise<OrderKey | undefined> {
  if (!isId(id)) return orderNotFound();
  if (!key) {
    const count = await tx.$executeRaw`SELECT FROM orders WHERE id = ${id}::uuid FOR UPDATE`;
    return count > 0 ? undefined : orderNotFound();
  }
  const [row] = await tx.$queryRaw<{ found: boolean; stored: boolean }[]>`
    WITH locked AS (SELECT id FROM orders WHERE id = ${id}::uuid FOR UPDATE),
    stored AS (
      INSERT INTO idempotency_keys (scope, key, fingerprint, result)
      SELECT ${key.scope}, ${key.key}, ${key.fingerprint}, to_jsonb(id::text) FROM locked
      ON CONFLICT DO NOTHING RETURNING 1)
    SELECT EXISTS (SELECT FROM locked) AS found, EXISTS (SELECT FROM stored) AS stored`;
  if (!row?.found) return orderNotFound();
  return row.stored ? undefined : key;
}

async function orderOfKey(database: SqlDatabase, key: OrderKey): Promise<Order | undefined> {
  const stored = await findKey(database, key);
  const [found] = stored ? await readOrders(database, [stored.result as string]) : [];
  if (found) key.assertCanRead(found.order);
  return found?.order;
}

async function existing(tx: SqlDatabase, key: OrderKey): Promise<Order> {
  const order = await orderOfKey(tx, key);
  if (!order) throw new Error('the order of an idempotency key does not exist');
  return order;
}
