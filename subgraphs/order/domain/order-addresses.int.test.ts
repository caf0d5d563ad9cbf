import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKey, newViewer, productData, shippingAddress, variantA } from '../testing/fixtures.ts';
import { openStores } from '../testing/open-stores.ts';
import type { SavedAddress } from './order-addresses.ts';
import { placeOrder } from './place-order.ts';
import type { PlaceOrderInput } from './place-order-input.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.projectProduct(productData());
});
afterAll(() => stores.close());

const home: SavedAddress = { ...shippingAddress, id: newId(), isDefault: true };
const work: SavedAddress = { ...shippingAddress, city: 'Bremen', id: newId(), isDefault: false };
const book = [home, work];
const address = ({ id: _, isDefault: __, ...rest }: SavedAddress) => rest;
const lines = [{ variantId: variantA, quantity: 1 }];
const unreadable = () => {
  throw new Error('unavailable');
};

/** Places an order of a customer with an address book. */
const customerWith = (addresses: readonly SavedAddress[], viewer = newViewer()) => ({
  viewer,
  place: (change: Partial<PlaceOrderInput>, readAddressBook = () => addresses) =>
    placeOrder({ ...stores, readAddressBook }, viewer, {
      ...{ lines, idempotencyKey: newKey() },
      ...change,
    }),
});
const ordersOf = ({ id }: { id: string }) =>
  stores.prisma.order.count({ where: { customerId: id } });

describe('an order to an address of the address book', () => {
  it.each([
    ['an id', { shippingAddressId: work.id }, work, work],
    ['the default', { useDefaultAddress: true }, home, home],
    ['two ids', { shippingAddressId: work.id, billingAddressId: home.id }, work, home],
    ['one id for the bill', { shippingAddress, billingAddressId: work.id }, home, work],
    ['the default and an id', { useDefaultAddress: true, billingAddressId: work.id }, home, work],
  ])('with %s the order has a copy of the address', async (_, input, shipping, billing) => {
    const { order } = await customerWith(book).place(input);
    const [read] = await stores.orders.byIds([order.id]);
    expect(read).toMatchObject({
      shippingAddress: address(shipping),
      billingAddress: address(billing),
    });
    expect(Object.keys(read?.shippingAddress ?? {})).not.toContain('id');
  });

  it.each([
    [{ shippingAddressId: newId() }, 'NOT_FOUND shippingAddressId'],
    [{ shippingAddress, billingAddressId: newId() }, 'NOT_FOUND billingAddressId'],
    [{ shippingAddress, shippingAddressId: work.id }, 'INVALID_VALUE shippingAddress'],
    [{ shippingAddress, useDefaultAddress: true }, 'INVALID_VALUE shippingAddress'],
    [{ shippingAddressId: work.id, useDefaultAddress: true }, 'INVALID_VALUE shippingAddress'],
    [{ shippingAddressId: ' ', useDefaultAddress: false }, 'INVALID_VALUE shippingAddress'],
    [
      { shippingAddress, billingAddress: shippingAddress, billingAddressId: work.id },
      'INVALID_VALUE billingAddress',
    ],
  ])('%j is refused and nothing is placed', async (input, refusal) => {
    const { viewer, place } = customerWith(book);
    expect(await refusalOf(() => place(input))).toEqual([refusal]);
    expect(await ordersOf(viewer)).toBe(0);
  });

  it('the default address of an empty address book is refused', async () => {
    const { place } = customerWith([]);
    const refused = () => place({ useDefaultAddress: true });
    expect(await refusalOf(refused)).toEqual(['NOT_FOUND useDefaultAddress']);
  });

  it.each(['shippingAddressId', 'useDefaultAddress', 'billingAddressId'])(
    'a guest who gives %s is refused',
    async (field) => {
      const input = { lines, email: 'nel@shop.example', idempotencyKey: newKey() };
      const value = { [field]: field === 'useDefaultAddress' ? true : work.id };
      const place = () => placeOrder(stores, undefined, { ...input, ...value });
      expect(await refusalOf(place)).toEqual([`INVALID_VALUE ${field}`]);
    },
  );
});

describe('a replay of an order to an address of the address book', () => {
  it('returns the first order, whatever has become of the address book', async () => {
    const { place, viewer } = customerWith(book);
    const input = { shippingAddressId: work.id, idempotencyKey: newKey() };
    const { order } = await place(input);
    const moved = [home, { ...work, city: 'Kiel' }];
    for (const read of [() => moved, () => [], unreadable]) {
      const again = await place(input, read);
      expect(again.order).toMatchObject({ id: order.id, shippingAddress: { city: 'Bremen' } });
    }
    expect(await ordersOf(viewer)).toBe(1);
  });

  it.each([
    ['another address', { shippingAddressId: home.id }],
    ['the address in full', { shippingAddressId: null, shippingAddress }],
    ['the default', { shippingAddressId: null, useDefaultAddress: true }],
    ['another billing address', { billingAddressId: home.id }],
  ])('with %s is IDEMPOTENCY_CONFLICT', async (_, change) => {
    const { place } = customerWith(book);
    const input = { shippingAddressId: work.id, idempotencyKey: newKey() };
    await place(input);
    expect(await refusalOf(() => place({ ...input, ...change }))).toEqual([
      'IDEMPOTENCY_CONFLICT idempotencyKey',
    ]);
  });

  it('an id with spaces, and the same id for the bill, are the same request', async () => {
    const { place } = customerWith(book);
    const input = { shippingAddressId: work.id, idempotencyKey: newKey() };
    const { order } = await place(input);
    const spelt = { shippingAddressId: ` ${work.id} `, billingAddressId: work.id };
    expect((await place({ ...input, ...spelt })).order.id).toBe(order.id);
  });
});

it('while the address book cannot be read, only an order that needs it fails, and nothing is placed', async () => {
  const { place, viewer } = customerWith(book);
  await expect(place({ useDefaultAddress: true }, unreadable)).rejects.toThrow('unavailable');
  expect(await ordersOf(viewer)).toBe(0);
  expect((await place({ shippingAddress }, unreadable)).order.status).toBe('PENDING');
});
