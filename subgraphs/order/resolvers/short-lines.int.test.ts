import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeOrder } from '../domain/place-order.ts';
import { rejectOrder } from '../domain/reject-order.ts';
import {
  newViewer,
  productData,
  shippingAddress,
  variantA,
  variantB,
} from '../testing/fixtures.ts';
import { customer, execute } from '../testing/graph-fixture.ts';
import { openStores } from '../testing/open-stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.projectProduct(productData());
});
afterAll(() => stores.close());

it('viewers without inventory:read see at most 10 available units of a short line', async () => {
  const lines = [variantA, variantB].map((variantId) => ({ variantId, quantity: 99 }));
  const idempotencyKey = 'the key of the order';
  const { order } = await placeOrder(stores, customer, { lines, shippingAddress, idempotencyKey });
  await rejectOrder(stores.orders, order.id, [
    { variantId: variantA, requested: 99, available: 37 },
    { variantId: variantB, requested: 99, available: 3 },
  ]);
  const availableTo = async (viewer: typeof customer) => {
    const query = 'query ($id: ID!) { order(id: $id) { shortLines { available } } }';
    const { data } = await execute(stores, query, { id: order.id }, viewer);
    return data?.order?.shortLines.map(({ available }) => available);
  };
  expect(await availableTo(customer)).toEqual([10, 3]);
  expect(await availableTo(newViewer(['orders:read']))).toEqual([10, 3]);
  expect(await availableTo(newViewer(['orders:read', 'inventory:read']))).toEqual([37, 3]);
});
