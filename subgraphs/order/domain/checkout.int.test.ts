import { newId, Refusal } from '@shop/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCustomer, openStores, product, variantA, variantB } from '../testing/database.ts';
import { addCartLines } from './cart/add-cart-lines.ts';
import { placeOrder } from './place-order.ts';
import type { PlaceOrderInput } from './place-order-input.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.learn(product());
});
afterAll(() => stores.close());

const key = () => newId();
const lines = [{ variantId: variantA, quantity: 2 }];
const refusalOf = async (work: Promise<unknown>): Promise<string[]> => {
  const error = await work.then(() => undefined).catch((reason: unknown) => reason);
  if (!(error instanceof Refusal)) throw new Error('not refused', { cause: error });
  return error.reasons.map(({ code, field = [] }) => `${code} ${field.join('.')}`);
};
const withCart = async () => {
  const buyer = newCustomer();
  await addCartLines(stores, buyer, { lines });
  const cart = () => stores.carts.find({ customerId: buyer.id });
  const place = (change: Partial<PlaceOrderInput> = {}) =>
    placeOrder(stores, buyer, { fromCart: true, idempotencyKey: key(), ...change });
  return { buyer, cart, place };
};

describe('an order from a cart', () => {
  it('has its lines at present prices, and leaves it empty', async () => {
    const { cart, place } = await withCart();
    const { order, orderToken } = await place();
    expect(order.lines).toMatchObject([{ variantId: variantA, quantity: 2 }]);
    expect(order.total).toEqual({ minor: 2000n, currency: 'EUR' });
    expect(orderToken).toBeNull();
    expect(await cart()).toMatchObject({ lines: [], version: 3 });
    expect(await stores.orders.byIds([order.id])).toMatchObject([{ id: order.id, guest: null }]);
  });

  it('is answered again by the same key, and a cart that was filled since stays', async () => {
    const { buyer, cart, place } = await withCart();
    const idempotencyKey = key();
    const { order } = await place({ idempotencyKey });
    await addCartLines(stores, buyer, { lines: [{ variantId: variantB, quantity: 1 }] });
    expect((await place({ idempotencyKey })).order.id).toBe(order.id);
    expect((await cart())?.lines).toHaveLength(1);
  });

  it('is made once, however many ask at once, with one key or many', async () => {
    const { place } = await withCart();
    const idempotencyKey = key();
    const same = await Promise.all([1, 2, 3, 4].map(() => place({ idempotencyKey })));
    expect(new Set(same.map(({ order }) => order.id)).size).toBe(1);

    const rival = await withCart();
    const settled = await Promise.allSettled([1, 2, 3, 4].map(() => rival.place()));
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await rival.cart())?.lines).toEqual([]);
  });

  it('is refused when there is nothing in it, or no such cart', async () => {
    const { place } = await withCart();
    await place();
    expect(await refusalOf(place())).toEqual(['CART_EMPTY fromCart']);
    const none = placeOrder(stores, newCustomer(), { fromCart: true, idempotencyKey: key() });
    expect(await refusalOf(none)).toEqual(['CART_EMPTY fromCart']);
    const wrong = place({ fromCart: false, cartToken: 'nonsense' });
    expect(await refusalOf(wrong)).toEqual(['NOT_FOUND cartToken']);
  });

  it('is refused with the cart as it was when a variant is not for sale', async () => {
    const variantId = newId();
    const price = { minor: '100', currency: 'EUR' };
    const other = {
      productId: newId(),
      variants: [{ variantId, sku: variantId, title: '', price }],
    };
    await stores.catalogue.learn(product(other));
    const { buyer, cart, place } = await withCart();
    await addCartLines(stores, buyer, { lines: [{ variantId, quantity: 1 }] });
    await stores.catalogue.learn(product({ ...other, version: 2, status: 'ARCHIVED' }));
    expect(await refusalOf(place())).toEqual(['VARIANT_UNAVAILABLE fromCart']);
    expect((await cart())?.lines).toHaveLength(2);
  });
});

describe('the total that was seen', () => {
  const expecting = (amount: string, currencyCode = 'EUR') =>
    placeOrder(stores, newCustomer(), {
      ...{ lines, expectedTotal: { amount, currencyCode } },
      idempotencyKey: key(),
    });

  it('is refused when it is another one now, and says which', async () => {
    expect((await expecting('20')).order.total.minor).toBe(2000n);
    expect(await refusalOf(expecting('19.99'))).toEqual(['PRICE_CHANGED expectedTotal']);
    expect(await refusalOf(expecting('20.00', 'USD'))).toEqual(['PRICE_CHANGED expectedTotal']);
    await expect(expecting('1')).rejects.toThrow('The total is 20.00 EUR now.');
  });

  it.each(['-1', '1.001', '1e3', ''])('%j is no amount', async (amount) => {
    expect(await refusalOf(expecting(amount))).toEqual(['INVALID_VALUE expectedTotal.amount']);
  });
});

describe('addresses', () => {
  const shippingAddress = {
    ...{ recipient: ' Žofie 李 ', line1: 'Ulica 1', city: 'Zagreb' },
    ...{ postalCode: '10000', country: 'HR', phone: '+38511234567' },
  };
  const place = (change: Partial<PlaceOrderInput>) =>
    placeOrder(stores, newCustomer(), { lines, idempotencyKey: key(), ...change });

  it('are kept with the order; the bill goes where the goods go unless it is said', async () => {
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

  it('are refused with their paths', async () => {
    const wrong = place({ shippingAddress: { ...shippingAddress, country: 'XX', phone: '1' } });
    expect(await refusalOf(wrong)).toEqual([
      'INVALID_VALUE shippingAddress.country',
      'INVALID_VALUE shippingAddress.phone',
    ]);
  });
});

it('exactly one thing says what is ordered', async () => {
  const place = (change: Partial<PlaceOrderInput>) =>
    refusalOf(placeOrder(stores, newCustomer(), { idempotencyKey: key(), ...change }));
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
