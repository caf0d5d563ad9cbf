import { type Money, newId } from '@shop/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capturing } from '../testing/fake-providers.ts';
import { newKey } from '../testing/fixtures.ts';
import { customer, openOrderFixture } from '../testing/order-fixture.ts';
import { amountDueOf } from './account.ts';
import { amountToPay } from './amount-due.ts';
import { cancelOrder } from './cancel-order.ts';
import { dueDocument } from './documents/issue-documents.ts';
import { lineIdOf, type Order } from './order.ts';
import { changeOf, unchanged } from './order-change.ts';
import { bySystem, type Payment } from './payment.ts';
import { withExcessRefunded, withRefund } from './refund-sources.ts';
import { settleCharge } from './settle-charge.ts';

const seller = { name: 'Nordwind GmbH', address: 'Deichstraße 1, Hamburg', taxId: 'DE1' };
const euros = (minor: bigint): Money => ({ minor, currency: 'EUR' });

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

/** Adds a payment of a part of the order that the provider has not answered. */
async function start(
  orderId: string,
  minor: bigint,
  change: Partial<Payment> = {},
): Promise<string> {
  const payment: Payment = {
    ...{ id: newId(), idempotencyKey: newKey(), status: 'PENDING', amount: euros(minor) },
    ...{ failureCode: null, actionUrl: null, authorisation: null, captures: [] },
    ...{ giftCardId: null, giftCardLastFour: null, createdAt: new Date() },
    ...change,
  };
  await shop.orders.update(orderId, (order) =>
    changeOf(order, { ...order, payments: [...order.payments, payment] }),
  );
  return payment.id;
}

const capture = (paymentId: string) => settleCharge(shop.orders, paymentId, { status: 'CAPTURED' });
const pay = async (orderId: string, minor: bigint, change: Partial<Payment> = {}) =>
  capture(await start(orderId, minor, change));
/** The order costs more or less than before. */
const setTotal = async (orderId: string, minor: bigint) => {
  await shop.prisma.order.update({ where: { id: orderId }, data: { totalMinor: minor } });
  return shop.orders.update(orderId, unchanged);
};
const stepsOf = async (orderId: string) =>
  ((await shop.orders.timelines([orderId]))[0] ?? []).map(({ kind }) => kind);
const amountsOf = ({ refunds }: Order) => refunds.map(({ amount }) => amount.minor);

describe('a payment of a part', () => {
  it('leaves the order CONFIRMED with the rest due, which the next payment pays', async () => {
    const id = await shop.confirmed();
    const partly = await pay(id, 1_500n);
    expect(partly.status).toBe('CONFIRMED');
    expect(amountToPay(partly)).toEqual(euros(500n));
    expect(partly.expiresAt).not.toBeNull();
    expect(dueDocument(partly, [], seller)).toBeUndefined();

    const paid = await shop.pay(id);
    expect(paid.status).toBe('PAID');
    expect(paid.payments.map(({ amount }) => amount.minor)).toEqual([1_500n, 500n]);
    expect(amountDueOf(paid).minor).toBe(0n);
    expect(await stepsOf(id)).toEqual([
      ...['PLACED', 'CONFIRMED', 'PAYMENT_STARTED', 'PAYMENT_RECEIVED'],
      ...['PAYMENT_STARTED', 'PAID'],
    ]);
    expect(dueDocument(paid, [], seller)).toMatchObject({
      ...{ kind: 'INVOICE', content: { total: 2_000n } },
    });
  });

  it('is refunded with the order that is cancelled, and no document states it', async () => {
    const id = await shop.confirmed();
    await pay(id, 700n);
    const input = { orderId: id, reasonCode: 'CHANGED_MIND', idempotencyKey: newKey() } as const;
    const cancelled = await cancelOrder({ ...shop, payments: capturing }, customer, input);
    expect(cancelled.refunds).toMatchObject([{ status: 'SUCCEEDED', amount: euros(700n) }]);
    expect(amountToPay(cancelled).minor).toBe(0n);
    expect(dueDocument(cancelled, [], seller)).toBeUndefined();
  });

  it('that comes late pays what is still due, and the rest of it is refunded', async () => {
    const id = await shop.confirmed();
    const lost = await start(id, 2_000n);
    await settleCharge(shop.orders, lost, { status: 'FAILED', code: 'not_received' });
    await pay(id, 300n);
    const paid = await capture(lost);
    expect(paid.status).toBe('PAID');
    expect(paid.refunds).toMatchObject([
      { paymentId: lost, amount: euros(300n), reasonCode: 'LATE_PAYMENT' },
    ]);
    expect(amountDueOf(paid).minor).toBe(0n);
    // Another one has paid for nothing.
    const last = await pay(id, 300n);
    expect(amountsOf(last)).toEqual([300n, 300n]);
    expect(await stepsOf(id)).toContain('PAYMENT_LATE');
  });
});

describe('an order that costs more since it was paid', () => {
  it('is not shipped before the rest is paid, and keeps its status', async () => {
    const id = await shop.paid();
    await setTotal(id, 2_600n);
    await expect(shop.fulfil(id)).rejects.toMatchObject({
      reasons: [{ code: 'ILLEGAL_TRANSITION', message: expect.stringContaining('€6.00') }],
    });
    const paid = await shop.pay(id);
    expect(paid).toMatchObject({ status: 'PAID', payments: [{}, { amount: euros(600n) }] });
    expect(await stepsOf(id)).toEqual(expect.arrayContaining(['PAID', 'PAYMENT_RECEIVED']));
    expect((await shop.fulfil(id)).status).toBe('SHIPPED');
  });

  it('stays when its additional payment is declined five times, and takes no sixth', async () => {
    const id = await shop.paid();
    await setTotal(id, 2_600n);
    for (let n = 0; n < 5; n++) {
      const declined = await settleCharge(shop.orders, await start(id, 600n), {
        ...{ status: 'FAILED', code: 'card_declined' },
      });
      expect(declined.status).toBe('PAID');
    }
    await expect(shop.pay(id)).rejects.toMatchObject({ reasons: [{ code: 'ILLEGAL_TRANSITION' }] });
  });

  it('that costs less again gives back what is too much, and later more is due only for what it costs then', async () => {
    const id = await shop.paid();
    const cause = { reason: 'Changed.', reasonCode: 'ORDER_CHANGED', ...bySystem } as const;
    await setTotal(id, 1_200n);
    const cheaper = await shop.orders.update(id, (order) =>
      changeOf(order, withExcessRefunded(order, cause, new Date())),
    );
    expect(amountsOf(cheaper)).toEqual([800n]);
    expect(amountDueOf(await setTotal(id, 1_500n)).minor).toBe(300n);
  });
});

it('a refund pays back what the provider has captured, and then what gift cards have paid', async () => {
  const id = await shop.confirmed();
  await pay(id, 800n, { giftCardId: newId(), giftCardLastFour: '7K2M' });
  const paid = await pay(id, 1_200n);
  const cause = { reason: 'torn', reasonCode: null, ...bySystem } as const;
  const { refunds } = withRefund(paid, cause, new Date(), euros(1_500n));
  const [giftCard, card] = paid.payments.map((payment) => payment.id);
  expect(refunds.map(({ paymentId, amount }) => [paymentId, amount.minor])).toEqual([
    [card, 1_200n],
    [giftCard, 300n],
  ]);
});

it('a refund of parts that no payment can pay back alone is split, with the units once', async () => {
  const id = await shop.confirmed();
  await pay(id, 1_400n);
  await pay(id, 600n);
  const lines = [
    { lineId: lineIdOf({ id }, (await shop.read(id))?.lines[0]?.variantId ?? ''), quantity: 2 },
  ];
  const refunded = await shop.refund(id, { lines });
  expect(refunded.refunds).toMatchObject([
    { amount: euros(1_400n), parts: { lines: [{ quantity: 2, minor: 1_400n }] } },
    { amount: euros(600n), parts: { lines: [{ quantity: 0, minor: 600n }] } },
  ]);
  expect(refunded.refunds.every(({ status }) => status === 'SUCCEEDED')).toBe(true);
  await expect(
    shop.refund(id, { amount: { amount: '0.01', currencyCode: 'EUR' } }),
  ).rejects.toThrow();
});
