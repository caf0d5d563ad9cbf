import { newId } from '@shop/domain';
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
    const query = `query ($id: ID!) {
      order(id: $id) { shortLines { available availableUnits { quantity atLeast } } }
    }`;
    const { data } = await execute(stores, query, { id: order.id }, viewer);
    return data?.order?.shortLines;
  };
  const units = (quantity: number, atLeast = false) => ({
    available: quantity,
    availableUnits: { quantity, atLeast },
  });
  expect(await availableTo(customer)).toEqual([units(10, true), units(3)]);
  expect(await availableTo(newViewer(['orders:read']))).toEqual([units(10, true), units(3)]);
  const staff = newViewer(['orders:read', 'inventory:read']);
  expect(await availableTo(staff)).toEqual([units(37), units(3)]);
});

it('a problem of short stock says whether its units are exact', async () => {
  const viewer = newViewer();
  await stores.availability.projectStock(variantA, 11, newId());
  await stores.availability.projectStock(variantB, 3, newId());
  const lines = [variantA, variantB].map((variantId) => ({ variantId, quantity: 99 }));
  const query = `mutation ($input: AddCartLinesInput!) { addCartLines(input: $input) {
    cart { problems { code availableUnits { quantity atLeast } } } } }`;
  const { data } = await execute(stores, query, { input: { lines } }, viewer);
  const code = 'SHORT_STOCK';
  expect(data).toEqual({
    addCartLines: {
      cart: {
        problems: [
          { code, availableUnits: { quantity: 10, atLeast: true } },
          { code, availableUnits: { quantity: 3, atLeast: false } },
        ],
      },
    },
  });
});
