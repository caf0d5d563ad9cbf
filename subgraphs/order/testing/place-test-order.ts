import { createSecretKey, randomBytes } from 'node:crypto';
import { type Money, newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import type { Order } from '../domain/order.ts';
import { placeOrder } from '../domain/place-order.ts';
import type { CatalogueStore, OrderStore } from '../domain/ports.ts';
import { newKey, shippingAddress } from './fixtures.ts';
import { createMemoryPricingStore } from './memory-pricing-store.ts';

const price: Money = { minor: 1_000n, currency: 'EUR' };
/** A catalogue in which every variant is for sale, for 10.00 EUR. */
const catalogue: CatalogueStore = {
  byIds: async (ids) =>
    ids.map((variantId) => ({
      variantId,
      productId: variantId,
      sku: 'A',
      title: 'A',
      slug: 'a',
      imageUrl: null,
      price,
      categoryIds: [],
      taxClass: null,
      weightGrams: null,
      isShipped: true,
      forSale: true,
      removed: false,
    })),
  projectProduct: async () => {},
};

/** Returns what places and edits orders of a store at these prices. */
export const portsOf = (orders: OrderStore) => ({
  orders,
  catalogue,
  availability: { byIds: async () => [] },
  carts: { find: async () => undefined },
  pricing: createMemoryPricingStore(),
  vouchers: { byCodes: async () => [] },
  promotionUses: { ofPromotions: async () => new Map(), hasOrdered: async () => false },
  mailTokenKey: createSecretKey(randomBytes(32)),
  readAddressBook: () => [],
});

/** Places an order of three units, for 30.00 EUR. */
export async function placeTestOrder(orders: OrderStore, customer: Viewer): Promise<Order> {
  const input = { lines: [{ variantId: newId(), quantity: 3 }], shippingAddress };
  return (await placeOrder(portsOf(orders), customer, { ...input, idempotencyKey: newKey() }))
    .order;
}
