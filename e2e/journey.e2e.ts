import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { get, newCustomer, orderIn, tokenOf } from './client.ts';
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
import { mailTo } from './mailbox.ts';
import { key, newProduct, place } from './shopping.ts';

/** CONFIRMED or REJECTED, once inventory has decided. */
const settledStatus = (id: string, token: string) =>
  until('a decision', async () => {
    const { order } = await get(OrderDocument, { id }, token);
    return order?.status === 'PENDING' ? undefined : order?.status;
  });

const stockOf = async (slug: string) => {
  const { product } = await get(ProductDocument, { slug }, await tokenOf('staff'));
  return product?.variants.map(({ stock }) => [stock?.onHand, stock?.reserved]);
};

describe('a customer', () => {
  it('registers, signs in, browses, orders, pays, and has it in writing', async () => {
    const { email, id } = await newCustomer();
    const { login } = await get(LoginDocument, { input: { email, password: 'correct horse' } });
    const token = login?.session?.accessToken ?? '';
    await mailTo(email, /Welcome/);

    const { products } = await get(BrowseDocument, { first: 5 }, token);
    expect(products?.totalCount).toBeGreaterThanOrEqual(40);
    expect(products?.nodes).toHaveLength(5);
    for (const { variants } of products?.nodes ?? []) {
      for (const { price, availability } of variants) {
        expect(price.amount).toMatch(/^\d+\.\d\d$/);
        expect(availability?.status).toMatch(/STOCK/);
      }
    }

    const product = await newProduct(5);
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

    const confirmed = await orderIn(placed.id, 'CONFIRMED', token);
    expect(confirmed.reservation?.status).toBe('ACTIVE');
    expect(await stockOf(product.slug)).toEqual([
      [5, 2],
      [5, 1],
    ]);
    await mailTo(email, new RegExp(`${placed.number} has been confirmed`));

    const input = { orderId: placed.id, paymentToken: 'tok_success', idempotencyKey: key() };
    const { payOrder } = await get(PayOrderDocument, { input }, token);
    expect(payOrder).toMatchObject({
      order: { status: 'PAID', payments: [{ status: 'CAPTURED', amount: { amount: '22.50' } }] },
      userErrors: [],
    });
    const again = await get(PayOrderDocument, { input }, token);
    expect(again.payOrder?.order?.payments).toHaveLength(1);
    const received = await mailTo(email, new RegExp(`${placed.number} has been paid`));
    expect(received.text).toContain('€22.50');

    const { me } = await get(MeDocument, {}, token);
    expect(me).toMatchObject({
      email,
      roles: ['CUSTOMER'],
      orders: { totalCount: 1, nodes: [{ number: placed.number, status: 'PAID' }] },
    });
  });

  it('who wants more than there is gets nothing, and the stock is untouched', async () => {
    const { email, token } = await newCustomer();
    const product = await newProduct(3);
    const [a, b] = product.variants.map((variant) => variant.id) as [string, string];
    const placed = await place(token, [
      { variantId: a, quantity: 1 },
      { variantId: b, quantity: 4 },
    ]);
    const rejected = await orderIn(placed.id, 'REJECTED', token);
    expect(rejected).toMatchObject({
      reservation: { status: 'REJECTED' },
      shortLines: [{ requested: 4, available: 3, variant: { id: b } }],
    });
    expect(await stockOf(product.slug)).toEqual([
      [3, 0],
      [3, 0],
    ]);
    const received = await mailTo(email, new RegExp(`${placed.number} could not be accepted`));
    expect(received.text).toContain('you ordered 4, we have 3');
  });

  it('whose payment is declined, or who changes her mind, gives the stock back', async () => {
    const { email, token } = await newCustomer();
    const product = await newProduct(4, ['10.00']);
    const [variant] = product.variants;
    const line = { variantId: variant?.id ?? '', quantity: 2 };
    const declined = await place(token, [line]);
    await orderIn(declined.id, 'CONFIRMED', token);
    const input = { orderId: declined.id, paymentToken: 'tok_decline', idempotencyKey: key() };
    const { payOrder } = await get(PayOrderDocument, { input }, token);
    expect(payOrder?.userErrors).toMatchObject([{ code: 'PAYMENT_DECLINED' }]);
    const cancelled = await orderIn(declined.id, 'CANCELLED', token);
    expect(cancelled.payments).toMatchObject([{ status: 'FAILED', failureCode: 'card_declined' }]);

    const second = await place(token, [line]);
    const cancel = { orderId: second.id, reason: 'changed my mind', idempotencyKey: key() };
    await get(CancelOrderDocument, { input: cancel }, token);
    await mailTo(email, new RegExp(`${second.number} has been cancelled`));
    await expect.poll(() => stockOf(product.slug), { timeout: 10_000 }).toEqual([[4, 0]]);
  });

  it('who sends an order twice has ordered once', async () => {
    const { token } = await newCustomer();
    const product = await newProduct(9, ['1.00']);
    await place(token, [{ variantId: product.variants[0]?.id ?? '', quantity: 1 }]);
    const lines = [{ variantId: product.variants[0]?.id ?? '', quantity: 1 }];
    const input = { lines, idempotencyKey: key() };
    const answers = await Promise.all(
      [1, 2, 3].map(() => get(PlaceOrderDocument, { input }, token)),
    );
    expect(new Set(answers.map(({ placeOrder }) => placeOrder?.order?.id)).size).toBe(1);
    const other = { ...input, lines: [{ ...lines[0], quantity: 2 }] as typeof lines };
    const conflict = await get(PlaceOrderDocument, { input: other }, token);
    expect(conflict.placeOrder?.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_CONFLICT' }]);
  });
});

it('twenty customers who want the last five units get five', async () => {
  const product = await newProduct(5, ['3.00']);
  const variantId = product.variants[0]?.id ?? '';
  const { token } = await newCustomer();
  const placed = await Promise.all(
    Array.from({ length: 20 }, () => place(token, [{ variantId, quantity: 1 }])),
  );
  const statuses = await Promise.all(placed.map(({ id }) => settledStatus(id, token)));
  expect(statuses.filter((status) => status === 'CONFIRMED')).toHaveLength(5);
  expect(statuses.filter((status) => status === 'REJECTED')).toHaveLength(15);
  expect(await stockOf(product.slug)).toEqual([[5, 5]]);
});
