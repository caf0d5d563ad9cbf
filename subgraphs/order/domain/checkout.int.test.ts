import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capturing } from '../testing/fake-providers.ts';
import {
  newViewer,
  productData,
  shippingAddress,
  variantA,
  variantB,
} from '../testing/fixtures.ts';
import { openStores } from '../testing/open-stores.ts';
import { cancelOrder, decideCancellation } from './cancel-order.ts';
import { addCartLines } from './cart/add-cart-lines.ts';
import { clearCart } from './cart/clear-cart.ts';
import { findCart } from './cart/find-cart.ts';
import { reorder } from './cart/reorder.ts';
import { setCartLines } from './cart/set-cart-lines.ts';
import { placeOrder } from './place-order.ts';
import type { PlaceOrderInput } from './place-order-input.ts';
import { rejectOrder } from './reject-order.ts';

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
    placeOrder(stores, customer, {
      fromCart: true,
      shippingAddress,
      idempotencyKey: key(),
      ...change,
    });
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
    const empty = placeOrder(stores, newViewer(), {
      fromCart: true,
      shippingAddress,
      idempotencyKey: key(),
    });
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

describe('the cart of an order that was not bought', () => {
  const reject = (id: string) => rejectOrder(stores.orders, id, []);
  const expire = (id: string) =>
    stores.orders.update(id, (order) =>
      decideCancellation(order, { reason: 'not paid', reasonCode: null }, new Date()),
    );

  it.each([
    ['rejected', reject],
    ['cancelled by the shop', expire],
  ])('the cart of an order that is %s gets its lines back once', async (_, end) => {
    const { cart, place } = await withCart();
    const { order } = await place();
    const ended = await Promise.allSettled([end(order.id), end(order.id)]);
    expect(ended.map(({ status }) => status)).toContain('fulfilled');
    const returned = await cart();
    expect(returned).toMatchObject({ version: 4, lines });
    expect(returned?.lines[0]?.unitPriceWhenAdded).toEqual(order.lines[0]?.unitPrice);
    await clearCart(stores, { id: order.customerId } as Viewer, {});
    await end(order.id).catch(() => undefined);
    expect((await cart())?.lines).toEqual([]);
  });

  it('a cart that was changed or ordered since stays as it is, and so does that of a buyer who cancels', async () => {
    const { customer, cart, place } = await withCart();
    const first = await place();
    await addCartLines(stores, customer, { lines: [{ variantId: variantB, quantity: 1 }] });
    const changed = await cart();
    await reject(first.order.id);
    expect(await cart()).toEqual(changed);
    const second = await place();
    const input = { orderId: second.order.id, reason: 'mind changed', idempotencyKey: key() };
    await cancelOrder({ ...stores, payments: capturing }, customer, input);
    expect((await cart())?.lines).toEqual([]);
  });

  it('a cart that is filled while its order is rejected has its new line and each old one at most once', async () => {
    for (const _ of [1, 2, 3, 4]) {
      const { customer, cart, place } = await withCart();
      const { order } = await place();
      const more = { lines: [{ variantId: variantB, quantity: 1 }] };
      await Promise.all([reject(order.id), addCartLines(stores, customer, more)]);
      const units = Object.fromEntries(
        ((await cart())?.lines ?? []).map(({ variantId, quantity }) => [variantId, quantity]),
      );
      expect(units[variantB]).toBe(1);
      expect([undefined, 2]).toContain(units[variantA]);
    }
  });

  it('a guest whose order is rejected finds the lines with the token of the cart', async () => {
    const { cartToken } = await addCartLines(stores, undefined, { lines });
    const guest = { cartToken, email: 'nel@shop.example', shippingAddress, idempotencyKey: key() };
    const { order } = await placeOrder(stores, undefined, guest);
    await reject(order.id);
    expect(await findCart(stores, undefined, cartToken)).toMatchObject({ lines });
  });
});

describe('reorder', () => {
  const other = newId();
  const inCart = { variantId: variantA, quantity: 1 };
  const order = async (customer: Viewer | undefined, change: Partial<PlaceOrderInput> = {}) => {
    const both = [...lines, { variantId: variantB, quantity: 3 }];
    return placeOrder(stores, customer, {
      lines: both,
      shippingAddress,
      idempotencyKey: key(),
      ...change,
    });
  };

  it('the cart has at least the ordered quantities, and a repeated call changes nothing', async () => {
    const customer = newViewer();
    const { id: orderId } = (await order(customer)).order;
    await addCartLines(stores, customer, { lines: [inCart] });
    const { cart, cartToken, skipped } = await reorder(stores, customer, { orderId });
    expect(cart.lines).toMatchObject([
      { variantId: variantA, quantity: 2 },
      { variantId: variantB, quantity: 3 },
    ]);
    expect([cartToken, skipped]).toEqual([null, []]);
    expect((await reorder(stores, customer, { orderId })).cart).toEqual(cart);
    const stale = { orderId, expectedVersion: 1 };
    expect(await refusalOf(() => reorder(stores, customer, stale))).toEqual([
      'VERSION_CONFLICT expectedVersion',
    ]);
  });

  it('lines that cannot be ordered any more are skipped with their reason', async () => {
    const customer = newViewer();
    const price = { minor: '100', currency: 'EUR' };
    const product = {
      productId: newId(),
      variants: [{ variantId: other, sku: 'OTHER', title: '', price }],
    };
    await stores.catalogue.projectProduct(productData(product));
    const { id: orderId } = (
      await order(customer, { lines: [...lines, { variantId: other, quantity: 1 }] })
    ).order;
    const archived = productData({ ...product, version: 2, status: 'ARCHIVED' });
    await stores.catalogue.projectProduct(archived);
    const { cart, skipped } = await reorder(stores, customer, { orderId });
    expect(cart).toMatchObject({ lines });
    expect(skipped).toMatchObject([
      { variantId: other, sku: 'OTHER', quantity: 1, code: 'VARIANT_UNAVAILABLE' },
    ]);
  });

  it('a guest with the token of an order gets a new cart, and the orders of others are not found', async () => {
    const guest = { email: 'nel@shop.example' };
    const placed = await order(undefined, guest);
    const { id: orderId } = placed.order;
    const token = { orderId, orderToken: placed.orderToken };
    const { cart, cartToken } = await reorder(stores, undefined, token);
    expect(await findCart(stores, undefined, cartToken)).toEqual(cart);
    expect(cart.lines).toHaveLength(2);
    const staff = newViewer(['orders:read', 'orders:write']);
    for (const viewer of [undefined, newViewer(), staff]) {
      expect(await refusalOf(() => reorder(stores, viewer, { orderId }))).toEqual([
        'NOT_FOUND orderId',
      ]);
    }
    const unknown = { ...token, cartToken: 'nonsense' };
    expect(await refusalOf(() => reorder(stores, undefined, unknown))).toEqual([
      'NOT_FOUND cartToken',
    ]);
  });
});

describe('expectedTotal', () => {
  const expecting = (amount: string, currencyCode = 'EUR') =>
    placeOrder(stores, newViewer(), {
      ...{ lines, shippingAddress, expectedTotal: { amount, currencyCode } },
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

  it('an order without a shipping address is refused, whatever its billing address', async () => {
    for (const change of [{}, { shippingAddress: null }, { billingAddress: shippingAddress }]) {
      expect(await refusalOf(() => place(change))).toEqual(['INVALID_VALUE shippingAddress']);
    }
  });

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
    refusalOf(() =>
      placeOrder(stores, newViewer(), { shippingAddress, idempotencyKey: key(), ...change }),
    );
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
