import { newId } from '@shop/domain';
import type { Origin, ShopEvent } from '@shop/schema';
import { createSqlDatabase } from '@shop/service/postgres';
import { createTestDatabase, createTestPool } from '@shop/testing';
import { createPrisma } from '../prisma/client.ts';
import { createStockStore } from '../prisma/stock-store.ts';
import { productOf } from './product-of.ts';

/** Opens the store of stock on a new database. */
export async function openStock() {
  const database = await createTestDatabase('inventory');
  const pool = createTestPool(database.url, { max: 20 });
  const prisma = createPrisma(pool);
  const origin: Origin = { correlationId: 'test' };
  const store = createStockStore({ prisma, sql: createSqlDatabase(pool) }, origin);
  return {
    url: database.url,
    pool,
    prisma,
    store,
    /** Adds a new variant with stock and returns its id. */
    async stocked(onHand: number): Promise<string> {
      const variantId = newId();
      await store.track(productOf({ variantId, sku: variantId }));
      await store.change([variantId], () => ({
        movements: [
          { variantId, kind: 'RECEIVE', onHandDelta: onHand, reservedDelta: 0, reason: 'test' },
        ],
        events: [],
      }));
      return variantId;
    },
    async figures(variantId: string) {
      const [stock] = await store.byVariantIds([variantId]);
      const { _sum: sum } = await prisma.movement.aggregate({
        where: { variantId },
        _sum: { onHandDelta: true, reservedDelta: true },
      });
      return { onHand: stock?.onHand, reserved: stock?.reserved, ledger: sum };
    },
    /** Returns the types of the events of a subject, in order. */
    async eventTypes(subject: string): Promise<string[]> {
      const rows = await prisma.outbox.findMany({ where: { subject }, orderBy: { seq: 'asc' } });
      return rows.map(({ type }) => type);
    },
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}

type OrderData = ShopEvent<'order.cancelled.v1'>['data'];

/** Returns the event data of an order with these lines. */
export const order = (...lines: (readonly [variantId: string, quantity: number])[]): OrderData => ({
  orderId: newId(),
  number: '2026-000001',
  customerId: newId(),
  email: 'carla@shop.example',
  total: { minor: '100', currency: 'EUR' },
  reason: 'mistake',
  lines: lines.map(([variantId, quantity]) => ({
    variantId,
    sku: variantId,
    title: '',
    quantity,
    unitPrice: { minor: '100', currency: 'EUR' },
  })),
});
