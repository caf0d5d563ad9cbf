import { type Money, newId } from '@shop/domain';
import type { Scope, Viewer } from '@shop/schema';
import type { Order } from '../domain/order.ts';
import { placeOrder } from '../domain/place-order.ts';
import type { CatalogueStore, OrderStore } from '../domain/ports.ts';

const person = (scopes: Scope[] = []): Viewer => ({
  id: newId(),
  email: 'carla@shop.example',
  roles: [],
  scopes: new Set(scopes),
  sessionId: 's',
});
export const carla = person();
export const staff = person(['orders:write']);

const price: Money = { minor: 1_000n, currency: 'EUR' };
/** Sells everything, for 10.00 EUR. */
const catalogue: CatalogueStore = {
  byIds: async (ids) =>
    ids.map((variantId) => ({ variantId, sku: 'A', title: 'A', price, forSale: true })),
  learn: async () => {},
};

/** Carla orders three of something, for 30.00 EUR. */
export async function place(orders: OrderStore): Promise<Order> {
  const stores = { orders, catalogue, carts: { find: async () => undefined } };
  const lines = [{ variantId: newId(), quantity: 3 }];
  const input = { lines, idempotencyKey: `key-${newId()}` };
  return (await placeOrder(stores, carla, input)).order;
}
