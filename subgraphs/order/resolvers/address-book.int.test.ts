import { newId } from '@shop/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newKey, newViewer, productData, shippingAddress, variantA } from '../testing/fixtures.ts';
import { execute } from '../testing/graph-fixture.ts';
import { openStores } from '../testing/open-stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.projectProduct(productData());
});
afterAll(() => stores.close());

const addressId = newId();
/** Places an order to an address of the address book, with what the gateway has sent. */
async function place(placeOrder: unknown) {
  const lines = [{ variantId: variantA, quantity: 1 }];
  const input = { lines, shippingAddressId: addressId, idempotencyKey: newKey() };
  const source = `mutation ($input: PlaceOrderInput!) {
    placeOrder(input: $input) { order { shippingAddress { city } } userErrors { code field } } }`;
  const viewerData = placeOrder === undefined ? {} : { viewerData: { placeOrder } };
  return execute(stores, source, { input }, newViewer(), viewerData);
}

it('placeOrder copies the address from the data that the gateway has sent', async () => {
  const saved = { ...shippingAddress, id: addressId, isDefault: true };
  const { data, errors } = await place({ me: { addresses: [saved] } });
  const order = { shippingAddress: { city: 'Hamburg' } };
  expect([data, errors]).toEqual([{ placeOrder: { order, userErrors: [] } }, []]);
});

it('an account that does not exist any more has no addresses', async () => {
  const userErrors = [{ code: 'NOT_FOUND', field: ['shippingAddressId'] }];
  expect((await place({ me: null })).data).toEqual({ placeOrder: { order: null, userErrors } });
});

it.each([undefined, null])('without data placeOrder is SERVICE_UNAVAILABLE: %s', async (sent) => {
  const before = await stores.prisma.order.count();
  const { data, errors } = await place(sent);
  expect(data).toEqual({ placeOrder: null });
  expect(errors).toEqual(['SERVICE_UNAVAILABLE: The address book is unavailable.']);
  expect(await stores.prisma.order.count()).toBe(before);
});
