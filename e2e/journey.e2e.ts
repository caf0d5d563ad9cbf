import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { registerCustomer, requestData, tokenOf, untilOrder } from './client.ts';
import { untilEmail } from './emails.ts';
import {
  BrowseDocument,
  CancelOrderDocument,
  LoginDocument,
  MeDocument,
  OrderDocument,
  PayOrderDocument,
  PlaceOrderDocument,
  ProductDocument,
} from './generated/graphql.ts';
import { shippingAddress } from './shipping-address.ts';
import { addProduct, newKey, place } from './shopping.ts';

/** Waits until inventory has confirmed or rejected the order. Returns the status. */
const untilDecided = (id: string, token: string) =>
  until('inventory to decide', async () => {
    const { order } = await requestData(OrderDocument, { id }, token);
    return order?.status === 'PENDING' ? undefined : order?.status;
  });

const stockOf = async (slug: string) => {
  const { product } = await requestData(ProductDocument, { slug }, await tokenOf('staff'));
  return product?.variants.map(({ stock }) => [stock?.onHand, stock?.reserved]);
};

describe('the journey of a customer', () => {
  it('a customer registers, signs in, browses, orders, pays, and receives an e-mail at each step', async () => {
    const { email, id } = await registerCustomer();
    const { login } = await requestData(LoginDocument, {
      input: { email, password: 'correct horse' },
    });
    const token = login?.session?.accessToken ?? '';
    await untilEmail(email, /Welcome/);

    const { products } = await requestData(BrowseDocument, { first: 5 }, token);
    expect(products?.totalCount).toBeGreaterThanOrEqual(40);
    expect(products?.nodes).toHaveLength(5);
    for (const { variants } of products?.nodes ?? []) {
      for (const { price, availability } of variants) {
        expect(price.amount).toMatch(/^\d+\.\d\d$/);
        expect(availability?.status).toMatch(/STOCK/);
      }
    }

    const product = await addProduct(5);
    const [a, b] = product.variants.map((variant) => variant.id) as [string, string];
    const lines = [
      { variantId: a, quantity: 2 },
      { variantId: b, quantity: 1 },
    ];
    const placed = await place(token, lines);
    expect(placed).toMatchObject({
      status: 'PENDING',
      total: { amount: '22.50', currencyCode: 'EUR' },
      customer: { id, displayName: 'Nel' },
      lines: [
        { quantity: 2, lineTotal: { amount: '20.00' } },
        { quantity: 1, lineTotal: { amount: '2.50' } },
      ],
    });

    const confirmed = await untilOrder(placed.id, 'CONFIRMED', token);
    expect(confirmed.reservation?.status).toBe('ACTIVE');
    expect(await stockOf(product.slug)).toEqual([
      [5, 2],
      [5, 1],
    ]);
    await untilEmail(email, new RegExp(`${placed.number} has been confirmed`));

    const input = { orderId: placed.id, paymentToken: 'tok_success', idempotencyKey: newKey() };
    const { payOrder } = await requestData(PayOrderDocument, { input }, token);
    expect(payOrder).toMatchObject({
      order: { status: 'PAID', payments: [{ status: 'CAPTURED', amount: { amount: '22.50' } }] },
      userErrors: [],
    });
    const again = await requestData(PayOrderDocument, { input }, token);
    expect(again.payOrder?.order?.payments).toHaveLength(1);
    const received = await untilEmail(email, new RegExp(`${placed.number} has been paid`));
    expect(received.text).toContain('€22.50');

    const { me } = await requestData(MeDocument, {}, token);
    expect(me).toMatchObject({
      email,
      roles: ['CUSTOMER'],
      orders: { totalCount: 1, nodes: [{ number: placed.number, status: 'PAID' }] },
    });
  });

  it('an order for more units than are available is rejected as a whole and reserves nothing', async () => {
    const { email, token } = await registerCustomer();
    const product = await addProduct(3);
    const [a, b] = product.variants.map((variant) => variant.id) as [string, string];
    const placed = await place(token, [
      { variantId: a, quantity: 1 },
      { variantId: b, quantity: 4 },
    ]);
    const rejected = await untilOrder(placed.id, 'REJECTED', token);
    expect(rejected).toMatchObject({
      reservation: { status: 'REJECTED' },
      shortLines: [{ requested: 4, available: 3, variant: { id: b } }],
    });
    expect(await stockOf(product.slug)).toEqual([
      [3, 0],
      [3, 0],
    ]);
    const received = await untilEmail(email, new RegExp(`${placed.number} could not be accepted`));
    expect(received.text).toContain('you ordered 4, we have 3');
  });

  it('an order whose card was declined is paid with another one; a cancellation releases the stock', async () => {
    const { email, token } = await registerCustomer();
    const product = await addProduct(4, ['10.00']);
    const [variant] = product.variants;
    const line = { variantId: variant?.id ?? '', quantity: 2 };
    const declined = await place(token, [line]);
    await untilOrder(declined.id, 'CONFIRMED', token);
    const input = { orderId: declined.id, paymentToken: 'tok_decline', idempotencyKey: newKey() };
    const { payOrder } = await requestData(PayOrderDocument, { input }, token);
    expect(payOrder).toMatchObject({
      order: { status: 'CONFIRMED' },
      userErrors: [{ code: 'PAYMENT_DECLINED' }],
    });
    const again = { ...input, paymentToken: 'tok_success', idempotencyKey: newKey() };
    const second = await requestData(PayOrderDocument, { input: again }, token);
    expect(second.payOrder).toMatchObject({ order: { status: 'PAID' }, userErrors: [] });
    const paid = await untilOrder(declined.id, 'PAID', token);
    const failure = { status: 'FAILED', failureCode: 'card_declined' };
    expect(paid.payments).toMatchObject([failure, { status: 'CAPTURED' }]);

    const other = await place(token, [line]);
    const cancel = { orderId: other.id, reason: 'changed my mind', idempotencyKey: newKey() };
    await requestData(CancelOrderDocument, { input: cancel }, token);
    await untilEmail(email, new RegExp(`${other.number} has been cancelled`));
    await expect.poll(() => stockOf(product.slug)).toEqual([[4, 2]]);
  });

  it('sending the same order several times with one key places one order', async () => {
    const { token } = await registerCustomer();
    const product = await addProduct(9, ['1.00']);
    await place(token, [{ variantId: product.variants[0]?.id ?? '', quantity: 1 }]);
    const lines = [{ variantId: product.variants[0]?.id ?? '', quantity: 1 }];
    const input = { lines, shippingAddress, idempotencyKey: newKey() };
    const responses = await Promise.all(
      [1, 2, 3].map(() => requestData(PlaceOrderDocument, { input }, token)),
    );
    expect(new Set(responses.map(({ placeOrder }) => placeOrder?.order?.id)).size).toBe(1);
    const other = { ...input, lines: [{ ...lines[0], quantity: 2 }] as typeof lines };
    const conflict = await requestData(PlaceOrderDocument, { input: other }, token);
    expect(conflict.placeOrder?.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_CONFLICT' }]);
  });
});

it('of twenty orders for the last five units, five are confirmed and fifteen are rejected', async () => {
  const product = await addProduct(5, ['3.00']);
  const variantId = product.variants[0]?.id ?? '';
  const { token } = await registerCustomer();
  const placed = await Promise.all(
    Array.from({ length: 20 }, () => place(token, [{ variantId, quantity: 1 }])),
  );
  const statuses = await Promise.all(placed.map(({ id }) => untilDecided(id, token)));
  expect(statuses.filter((status) => status === 'CONFIRMED')).toHaveLength(5);
  expect(statuses.filter((status) => status === 'REJECTED')).toHaveLength(15);
  expect(await stockOf(product.slug)).toEqual([[5, 5]]);
});
