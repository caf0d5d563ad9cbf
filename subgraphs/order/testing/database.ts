import { idFromName, newId } from '@shop/domain';
import type { Scope, Viewer } from '@shop/schema';
import { createLog, createPostgresPool } from '@shop/service';
import { createTestDatabase } from '@shop/testing';
import type { ChargeResult, PaymentProvider, ProductMessage } from '../domain/ports.ts';
import { createAvailabilityStore } from '../prisma/availability-store.ts';
import { createCartStore } from '../prisma/cart-store.ts';
import { createCatalogueStore } from '../prisma/catalogue-store.ts';
import { createPrisma } from '../prisma/client.ts';
import { createOrderLists } from '../prisma/order-lists.ts';
import { createOrderNotes } from '../prisma/order-notes.ts';
import { createDueOrders, createOrderStore } from '../prisma/order-store.ts';

/** The stores on a database of their own, and a look at its outbox. */
export async function openStores() {
  const database = await createTestDatabase('order');
  const pool = createPostgresPool(database.url, createLog('test', 'silent'));
  const prisma = createPrisma(pool);
  const origin = { correlationId: 'test' };
  return {
    prisma,
    pool,
    carts: createCartStore(prisma),
    availability: createAvailabilityStore(prisma),
    orders: createOrderStore(prisma, origin),
    lists: createOrderLists(prisma),
    notes: createOrderNotes(prisma),
    due: createDueOrders(prisma),
    catalogue: createCatalogueStore(prisma),
    /** Types of the events saved for an order, in order. */
    async said(subject: string): Promise<string[]> {
      const rows = await prisma.outbox.findMany({ where: { subject }, orderBy: { seq: 'asc' } });
      return rows.map(({ type }) => type);
    },
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}

export const variantA = idFromName('variant a');
export const variantB = idFromName('variant b');

/** A product with two variants, of 10.00 and 25.50 EUR. */
export const product = (change: Partial<ProductMessage> = {}): ProductMessage => ({
  productId: idFromName('product'),
  version: 1,
  slug: 'product',
  title: 'Product',
  status: 'ACTIVE',
  variants: [
    { variantId: variantA, sku: 'A', title: 'Small', price: { minor: '1000', currency: 'EUR' } },
    { variantId: variantB, sku: 'B', title: '', price: { minor: '2550', currency: 'EUR' } },
  ],
  ...change,
});

export const newCustomer = (scopes: readonly Scope[] = []): Viewer => ({
  id: newId(),
  email: 'carla@shop.example',
  roles: ['CUSTOMER'],
  scopes: new Set(scopes),
  sessionId: 's',
});

/** A provider that answers every charge alike, and every refund with success. */
export const answering = (result: ChargeResult): PaymentProvider => ({
  charge: async () => result,
  find: async () => result,
  cancel: async () => result,
  refund: async () => ({ status: 'SUCCEEDED' }),
});
