import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeOrder } from '../domain/place-order.ts';
import { rejectOrder } from '../domain/settle-reservation.ts';
import { newCustomer, openStores, product, variantA, variantB } from '../testing/database.ts';
import { carla, run } from '../testing/graph.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.learn(product());
});
afterAll(() => stores.close());

it('customers and staff without that scope are told of no more than 10 units', async () => {
  const lines = [variantA, variantB].map((variantId) => ({ variantId, quantity: 99 }));
  const idempotencyKey = 'the key of the order';
  const { order } = await placeOrder(stores, carla, { lines, idempotencyKey });
  await rejectOrder(stores.orders, order.id, [
    { variantId: variantA, requested: 99, available: 37 },
    { variantId: variantB, requested: 99, available: 3 },
  ]);
  const toldTo = async (viewer: typeof carla) => {
    const query = 'query ($id: ID!) { order(id: $id) { shortLines { available } } }';
    const { data } = await run(stores, query, { id: order.id }, viewer);
    return data?.order?.shortLines.map(({ available }) => available);
  };
  expect(await toldTo(carla)).toEqual([10, 3]);
  expect(await toldTo(newCustomer(['orders:read']))).toEqual([10, 3]);
  expect(await toldTo(newCustomer(['orders:read', 'inventory:read']))).toEqual([37, 3]);
});
