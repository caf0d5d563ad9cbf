import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newViewer, productData, variantA, variantB } from '../testing/fixtures.ts';
import { openStores } from '../testing/open-stores.ts';
import { addCartLines } from './cart/add-cart-lines.ts';
import { setCartLines } from './cart/set-cart-lines.ts';
import { placeOrder } from './place-order.ts';
import type { PlaceOrderInput } from './place-order-input.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.projectProduct(productData());
});
afterAll(() => stores.close());

const key = () => newId();
const lines = [{ variantId: variantA, quantity: 2 }];
const withCart = async () => {
  const customer = newViewer();
  await addCartLines(stores, customer, { lines });
  const cart = () => stores.carts.find({ customerId: customer.id });
  const place = (change: Partial<PlaceOrderInput> = {}) =>
    placeOrder(stores, customer, { fromCart: true, idempotencyKey: key(), ...change });
  return { customer, cart, place };
};

describe('placeOrder from a cart', () => {
  it('an order from a cart has current prices and empties the cart', async () => {
    const { cart, place } = await withCart();
    const { order, orderToken } = await place();
    expect(order.lines).toMatchObject([{ variantId: variantA, quantity: 2 }]);
    expect(order.total).toEqual({ minor: 2000n, currency: 'EUR' });
    expect(orderToken).toBeNull();
    expect(await cart()).toMatchObject({ lines: [], version: 3 });
    expect(await stores.orders.byIds([order.id])).toMatchObject([{ id: order.id, guest: null }]);
  });

  it('the same key returns the same order and leaves lines that were added since', async () => {
    const { customer, cart, place } = await withCart();
    const idempotencyKey = key();
    const { order } = await place({ idempotencyKey });
    await addCartLines(stores, customer, { lines: [{ variantId: variantB, quantity: 1 }] });
    expect((await place({ idempotencyKey })).order.id).toBe(order.id);
    expect((await cart())?.lines).toHaveLength(1);
  });

  it('concurrent requests order a cart once, with one key or several', async () => {
    const { place } = await withCart();
    const idempotencyKey = key();
    const same = await Promise.all([1, 2, 3, 4].map(() => place({ idempotencyKey })));
    expect(new Set(same.map(({ order }) => order.id)).size).toBe(1);

    const other = await withCart();
    const settled = await Promise.allSettled([1, 2, 3, 4].map(() => other.place()));
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await other.cart())?.lines).toEqual([]);
  });

  it('an empty or unknown cart is refused', async () => {
    const { place } = await withCart();
    await place();
    expect(await refusalOf(() => place())).toEqual(['CART_EMPTY fromCart']);
    const empty = placeOrder(stores, newViewer(), { fromCart: true, idempotencyKey: key() });
    expect(await refusalOf(() => empty)).toEqual(['CART_EMPTY fromCart']);
    const wrong = place({ fromCart: false, cartToken: 'nonsense' });
    expect(await refusalOf(() => wrong)).toEqual(['NOT_FOUND cartToken']);
  });

  it('a cart with a variant that is not for sale is refused and stays unchanged', async () => {
    const variantId = newId();
    const price = { minor: '100', currency: 'EUR' };
    const other = {
      productId: newId(),
      variants: [{ variantId, sku: variantId, title: '', price }],
    };
    await stores.catalogue.projectProduct(productData(other));
    const { customer, cart, place } = await withCart();
    await addCartLines(stores, customer, { lines: [{ variantId, quantity: 1 }] });
    await stores.catalogue.projectProduct(
      productData({ ...other, version: 2, status: 'ARCHIVED' }),
    );
    expect(await refusalOf(() => place())).toEqual(['VARIANT_UNAVAILABLE fromCart']);
    expect((await cart())?.lines).toHaveLength(2);
  });
});

describe('a cart with problems', () => {
  const stockOf = (units: number) => stores.availability.projectStock(variantB, units, newId());
  const withBoth = async () => {
    const shop = await withCart();
    const more = { lines: [{ variantId: variantB, quantity: 3 }] };
    await addCartLines(stores, shop.customer, more);
    return shop;
  };

  it('a cart with more units than are available is refused, and stays as it is until it is changed', async () => {
    const { customer, cart, place } = await withBoth();
    await stockOf(2);
    const before = await cart();
    const idempotencyKey = key();
    const order = () => place({ idempotencyKey });
    expect(await refusalOf(order)).toEqual(['INSUFFICIENT_STOCK fromCart']);
    await expect(order()).rejects.toThrow('Only 2 of Product can be ordered now.');
    expect(await cart()).toEqual(before);
    const fewer = { lines: [{ variantId: variantB, quantity: 2 }] };
    await setCartLines(stores, customer, fewer);
    expect((await order()).order).toMatchObject({ status: 'PENDING' });
    // The replay of an order is not judged by the stock of today.
    await stockOf(0);
    expect((await order()).order).toMatchObject({ status: 'PENDING' });
  });

  it('a cart whose prices have changed is ordered at current prices', async () => {
    const { place } = await withBoth();
    await stockOf(3);
    const { variants } = productData();
    const [a, b] = variants;
    if (!a || !b) throw new Error('the product has no variants');
    const dearer = { ...b, price: { minor: '3000', currency: 'EUR' } };
    await stores.catalogue.projectProduct(productData({ version: 2, variants: [a, dearer] }));
    expect((await place()).order.total).toEqual({ minor: 11_000n, currency: 'EUR' });
  });
});

describe('expectedTotal', () => {
  const expecting = (amount: string, currencyCode = 'EUR') =>
    placeOrder(stores, newViewer(), {
      ...{ lines, expectedTotal: { amount, currencyCode } },
      idempotencyKey: key(),
    });

  it('an expected total that differs is refused with the current total', async () => {
    expect((await expecting('20')).order.total.minor).toBe(2000n);
    expect(await refusalOf(() => expecting('19.99'))).toEqual(['PRICE_CHANGED expectedTotal']);
    expect(await refusalOf(() => expecting('20.00', 'USD'))).toEqual([
      'PRICE_CHANGED expectedTotal',
    ]);
    await expect(expecting('1')).rejects.toThrow('The total is now 20.00 EUR.');
  });

  it.each(['-1', '1.001', '1e3', ''])('an expected total of %j is invalid', async (amount) => {
    expect(await refusalOf(() => expecting(amount))).toEqual([
      'INVALID_VALUE expectedTotal amount',
    ]);
  });
});

describe('addresses of an order', () => {
  const shippingAddress = {
    ...{ recipient: ' Žofie 李 ', line1: 'Ulica 1', city: 'Zagreb' },
    ...{ postalCode: '10000', country: 'HR', phone: '+38511234567' },
  };
  const place = (change: Partial<PlaceOrderInput>) =>
    placeOrder(stores, newViewer(), { lines, idempotencyKey: key(), ...change });

  it('addresses are stored with the order, and the billing address defaults to the shipping address', async () => {
    const { order } = await place({ shippingAddress });
    const [read] = await stores.orders.byIds([order.id]);
    expect(read?.shippingAddress).toMatchObject({ recipient: 'Žofie 李', company: null });
    expect(read?.billingAddress).toEqual(read?.shippingAddress);
    const billingAddress = { ...shippingAddress, recipient: 'Nel', phone: null };
    const billed = await place({ shippingAddress, billingAddress });
    expect(billed.order.billingAddress).toMatchObject({ recipient: 'Nel', phone: null });
    const outbox = await stores.prisma.outbox.findMany({ where: { subject: order.id } });
    expect(JSON.stringify(outbox.map(({ event }) => event))).not.toMatch(/38511234567|Zagreb/);
  });

  it('invalid addresses are refused with their paths', async () => {
    const wrong = place({ shippingAddress: { ...shippingAddress, country: 'XX', phone: '1' } });
    expect(await refusalOf(() => wrong)).toEqual([
      'INVALID_VALUE shippingAddress country',
      'INVALID_VALUE shippingAddress phone',
    ]);
  });
});

it('an order needs exactly one of lines, cartToken and fromCart', async () => {
  const place = (change: Partial<PlaceOrderInput>) =>
    refusalOf(() => placeOrder(stores, newViewer(), { idempotencyKey: key(), ...change }));
  for (const change of [
    {},
    { fromCart: false },
    { lines, fromCart: true },
    { lines, cartToken: 'x' },
  ]) {
    expect(await place(change)).toEqual(['INVALID_VALUE lines']);
  }
  expect(await place({ lines, email: 'nel@shop.example' })).toEqual(['INVALID_VALUE email']);
});
