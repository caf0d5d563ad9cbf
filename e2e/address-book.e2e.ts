import { beforeAll, expect, it } from 'vitest';
import { registerCustomer, request, requestData } from './client.ts';
import {
  AddAddressDocument,
  CheckoutDocument,
  type PlaceOrderInput,
  UpdateAddressDocument,
} from './generated/graphql.ts';
import { shippingAddress } from './shipping-address.ts';
import { shop } from './shop.ts';
import { customerWithOrder, newKey } from './shopping.ts';

/** A variant that orders know and that is in stock. */
let variantId: string;
beforeAll(async () => {
  ({ variantId } = await customerWithOrder(1));
});

/** Registers a customer with two addresses; the first is the default. */
async function customerWithAddresses() {
  const { token } = await registerCustomer();
  const add = async (recipient: string) => {
    const input = { address: { ...shippingAddress, recipient } };
    const { addAddress } = await requestData(AddAddressDocument, { input }, token);
    return addAddress?.address?.id ?? '';
  };
  return { token, home: await add('Home'), work: await add('Work') };
}

type Addresses = Partial<PlaceOrderInput>;
const inputOf = (addresses: Addresses): PlaceOrderInput => ({
  ...{ lines: [{ variantId, quantity: 1 }], idempotencyKey: newKey() },
  ...addresses,
});
const place = async (input: PlaceOrderInput, token?: string) =>
  (await requestData(CheckoutDocument, { input }, token)).placeOrder;

it('an order is shipped to an address of the address book, or to the default', async () => {
  const { token, home, work } = await customerWithAddresses();
  const recipients = async (addresses: Addresses) => {
    const payload = await place(inputOf(addresses), token);
    expect(payload?.userErrors).toEqual([]);
    const { order } = payload ?? {};
    return [order?.shippingAddress?.recipient, order?.billingAddress?.recipient];
  };
  expect(await recipients({ shippingAddressId: work })).toEqual(['Work', 'Work']);
  expect(await recipients({ useDefaultAddress: true })).toEqual(['Home', 'Home']);
  const both = { shippingAddress, billingAddressId: home };
  expect(await recipients(both)).toEqual(['Žofie', 'Home']);
});

it('an address of another customer, or of no one, is NOT_FOUND; guests have no address book', async () => {
  const { token } = await customerWithAddresses();
  const { work } = await customerWithAddresses();
  for (const id of [work, 'nonsense']) {
    for (const field of ['shippingAddressId', 'billingAddressId'] as const) {
      const other = field === 'billingAddressId' ? { shippingAddress } : {};
      expect(await place(inputOf({ ...other, [field]: id }), token)).toMatchObject({
        order: null,
        userErrors: [{ code: 'NOT_FOUND', field: [field] }],
      });
    }
  }
  const guest = inputOf({ shippingAddressId: work, email: 'nel@shop.example' });
  expect(await place(guest)).toMatchObject({
    order: null,
    userErrors: [{ code: 'INVALID_VALUE', field: ['shippingAddressId'] }],
  });
});

it('a replay returns the first order although the address has changed', async () => {
  const { token, work } = await customerWithAddresses();
  const input = inputOf({ shippingAddressId: work });
  const first = await place(input, token);
  const change = { addressId: work, address: { ...shippingAddress, recipient: 'Moved' } };
  await requestData(UpdateAddressDocument, { input: change }, token);
  const again = await place(input, token);
  expect(again?.order?.id).toBe(first?.order?.id);
  expect(again?.order?.shippingAddress?.recipient).toBe('Work');
  const next = await place({ ...input, idempotencyKey: newKey() }, token);
  expect(next?.order?.shippingAddress?.recipient).toBe('Moved');
});

it('while the user subgraph does not respond, nothing is placed and the key stays unused; replays and full addresses work', async () => {
  const { token, work } = await customerWithAddresses();
  const known = inputOf({ shippingAddressId: work });
  const first = await place(known, token);
  const refused = inputOf({ useDefaultAddress: true });
  const { pid } = shop.services['user'] ?? {};
  if (!pid) throw new Error('the user subgraph does not run');
  process.kill(pid, 'SIGSTOP');
  try {
    const [failed, again, inFull] = await Promise.all([
      request(CheckoutDocument, { input: refused }, token),
      request(CheckoutDocument, { input: known }, token),
      request(CheckoutDocument, { input: inputOf({ shippingAddress }) }, token),
    ]);
    const faults = failed.errors.map(({ extensions, path }) => [extensions.code, path]);
    expect(faults).toEqual([['SERVICE_UNAVAILABLE', ['placeOrder']]]);
    expect(again.data?.placeOrder?.order?.id).toBe(first?.order?.id);
    expect(inFull.data?.placeOrder?.userErrors).toEqual([]);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  expect((await place(refused, token))?.order?.shippingAddress?.recipient).toBe('Home');
});
