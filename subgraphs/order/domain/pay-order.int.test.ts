import { type Money, newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capturing, pending, providerReturning, unreachable } from '../testing/fake-providers.ts';
import { newKey, newViewer, returnPeriod } from '../testing/fixtures.ts';
import { customer, openOrderFixture } from '../testing/order-fixture.ts';
import { allowedActions } from './allowed-actions.ts';
import { cancelOrder } from './cancel-order.ts';
import { payOrder } from './pay-order.ts';
import { settleCharge } from './settle-charge.ts';

const declined = providerReturning({ status: 'FAILED', code: 'card_declined' });

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

describe('payOrder', () => {
  it('a repeated payment is charged once', async () => {
    const orderId = await shop.confirmed();
    const idempotencyKey = newKey();
    let charges = 0;
    const counting = {
      ...capturing,
      charge: async () => {
        charges++;
        return { status: 'CAPTURED' } as const;
      },
    };
    const first = await shop.pay(orderId, counting, { idempotencyKey });
    const again = await shop.pay(orderId, counting, { idempotencyKey });
    expect(first).toMatchObject({ status: 'PAID', payments: [{ status: 'CAPTURED' }] });
    expect(again).toEqual(first);
    expect(charges).toBe(1);
    expect(await refusalOf(() => shop.pay(orderId))).toEqual(['ILLEGAL_TRANSITION']);
    expect((await shop.savedTypes(orderId)).slice(1)).toEqual([
      'order.confirmed.v1',
      'order.paid.v1',
    ]);
  });

  it('a repeated key returns the current order', async () => {
    const orderId = await shop.confirmed();
    const idempotencyKey = newKey();
    await shop.pay(orderId, capturing, { idempotencyKey });
    const shipped = await shop.fulfil(orderId, { carrier: 'DHL' });
    expect(await shop.pay(orderId, capturing, { idempotencyKey })).toEqual(shipped);
    expect(shipped.status).toBe('SHIPPED');
  });

  it('an order that costs nothing is paid without the provider, which refuses such amounts', async () => {
    const orderId = await shop.confirmed();
    await shop.prisma.order.update({ where: { id: orderId }, data: { totalMinor: 0 } });
    const input = { orderId, paymentToken: 'tok', idempotencyKey: newKey() };
    const ports = { ...shop, payments: declined, isCapturedLater: true };
    const { order, reasons } = await payOrder(ports, customer, input);
    expect(reasons).toEqual([]);
    expect(order).toMatchObject({ status: 'PAID', payments: [{ status: 'CAPTURED' }] });
  });

  it('an order whose payment was declined can be paid with another key', async () => {
    const orderId = await shop.confirmed();
    const first = { orderId, paymentToken: 'tok', idempotencyKey: newKey() };
    const decline = () => payOrder({ ...shop, payments: declined }, customer, first);
    const { order, reasons } = await decline();
    const message = 'The bank declined the card. You can pay again.';
    expect(reasons).toEqual([{ code: 'PAYMENT_DECLINED', message }]);
    expect(order).toMatchObject({
      ...{ status: 'CONFIRMED', expiresAt: expect.any(Date) },
      payments: [{ status: 'FAILED', failureCode: 'card_declined' }],
    });
    expect(allowedActions(order, customer, returnPeriod)).toEqual(['PAY', 'CANCEL']);
    expect(await decline()).toEqual({ order, reasons });
    expect(await shop.pay(orderId)).toMatchObject({
      ...{ status: 'PAID', refunds: [] },
      payments: [{ status: 'FAILED' }, { status: 'CAPTURED' }],
    });
    // The replay of the first payment says nothing about what can be done now.
    expect((await decline()).reasons[0]?.message).toBe('The bank declined the card.');
    expect((await shop.savedTypes(orderId)).slice(2)).toEqual([
      'payment.failed.v1',
      'order.paid.v1',
    ]);
  });

  it('the fifth payment that fails cancels the order', async () => {
    const orderId = await shop.confirmed();
    const decline = () => refusalOf(() => shop.pay(orderId, declined));
    for (const _ of [1, 2, 3, 4]) expect(await decline()).toEqual(['PAYMENT_DECLINED']);
    expect(await shop.read(orderId)).toMatchObject({ status: 'CONFIRMED' });
    const last = { orderId, paymentToken: 'tok', idempotencyKey: newKey() };
    const { order, reasons } = await payOrder({ ...shop, payments: declined }, customer, last);
    expect(reasons[0]?.message).toBe('The bank declined the card. The order is cancelled.');
    expect(order).toMatchObject({
      status: 'CANCELLED',
      cancelReason: 'The payment failed 5 times.',
      expiresAt: null,
    });
    expect(await decline()).toEqual(['ILLEGAL_TRANSITION']);
    const failures = Array.from({ length: 5 }, () => 'payment.failed.v1');
    expect((await shop.savedTypes(orderId)).slice(2)).toEqual([...failures, 'order.cancelled.v1']);
  });

  it('of two second payments at once, one is charged', async () => {
    const orderId = await shop.confirmed();
    await refusalOf(() => shop.pay(orderId, declined));
    const results = await Promise.allSettled([shop.pay(orderId), shop.pay(orderId)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const captured = { status: 'CAPTURED' };
    const { payments = [] } = (await shop.read(orderId)) ?? {};
    expect(payments).toMatchObject([{ status: 'FAILED' }, captured]);
  });

  it('a second payment that succeeds during a cancellation is refunded', async () => {
    const orderId = await shop.confirmed();
    await refusalOf(() => shop.pay(orderId, declined));
    const cancel = () => {
      const input = { orderId, reason: 'too slow', idempotencyKey: newKey() };
      return cancelOrder({ ...shop, payments: capturing }, customer, input);
    };
    const slow = {
      ...capturing,
      charge: async () => {
        await cancel();
        return { status: 'CAPTURED' } as const;
      },
    };
    const order = await shop.pay(orderId, slow);
    expect(order).toMatchObject({
      ...{ status: 'CANCELLED', payments: [{ status: 'FAILED' }, { status: 'CAPTURED' }] },
      refunds: [
        { status: 'SUCCEEDED', paymentId: order.payments[1]?.id, amount: { minor: 2000n } },
      ],
    });
  });

  it('a first payment that is captured after the second is refunded, and staff refund the second alone', async () => {
    const orderId = await shop.confirmed();
    await refusalOf(() => shop.pay(orderId, declined));
    const { payments } = await shop.pay(orderId);
    const [first, second] = payments.map(({ id }) => id);
    const late = () => settleCharge(shop.orders, first ?? '', { status: 'CAPTURED' });
    await Promise.all([late(), late(), late()]);
    await shop.sweep(capturing);
    const order = await shop.refund(orderId, { reason: 'returned' });
    expect(order).toMatchObject({
      status: 'PAID',
      payments: [{ status: 'CAPTURED' }, { status: 'CAPTURED' }],
      refunds: [
        { paymentId: first, status: 'SUCCEEDED', amount: { minor: 2000n } },
        { paymentId: second, status: 'SUCCEEDED', amount: { minor: 2000n } },
      ],
    });
    expect(await refusalOf(() => shop.refund(orderId))).toEqual(['NOTHING_TO_REFUND']);
  });

  it('a payment interrupted by a crash continues with its key and excludes other payments', async () => {
    const orderId = await shop.confirmed();
    const idempotencyKey = newKey();
    const crashing = { ...capturing, charge: () => Promise.reject(new Error('process killed')) };
    await expect(shop.pay(orderId, crashing, { idempotencyKey })).rejects.toThrow('process killed');
    expect(await refusalOf(() => shop.pay(orderId))).toEqual(['PAYMENT_IN_PROGRESS']);
    expect(await shop.pay(orderId, capturing, { idempotencyKey })).toMatchObject({
      status: 'PAID',
    });
  });

  it('a payment whose response is lost stays open until the sweep polls the provider', async () => {
    const orderId = await shop.confirmed();
    const order = await shop.pay(orderId, unreachable);
    expect(order).toMatchObject({ status: 'CONFIRMED', payments: [{ status: 'PENDING' }] });
    await shop.sweep(capturing, 1);
    expect(await shop.read(orderId)).toMatchObject({ status: 'PAID' });
  });

  it('a payment that never reached the provider fails after five minutes', async () => {
    const orderId = await shop.confirmed();
    await shop.pay(orderId, unreachable);
    await shop.sweep(unreachable, 0.9);
    expect(await shop.read(orderId)).toMatchObject({ payments: [{ status: 'PENDING' }] });
    await shop.sweep(unreachable, 6);
    expect(await shop.read(orderId)).toMatchObject({
      payments: [{ status: 'FAILED', failureCode: 'not_received' }],
    });
  });

  it('a payment that needs its customer has an actionUrl until it is settled', async () => {
    const actionUrl = 'https://provider.example/confirm';
    const needsAction = providerReturning({ status: 'REQUIRES_ACTION', actionUrl });
    const orderId = await shop.confirmed();
    const order = await shop.pay(orderId, needsAction);
    expect(order).toMatchObject({
      status: 'CONFIRMED',
      payments: [{ status: 'REQUIRES_ACTION', actionUrl }],
    });
    await settleCharge(shop.orders, order.payments[0]?.id ?? '', { status: 'CAPTURED' });
    expect(await shop.read(orderId)).toMatchObject({
      status: 'PAID',
      payments: [{ status: 'CAPTURED', actionUrl: null }],
    });
  });

  it('concurrent and repeated results settle a payment once', async () => {
    const orderId = await shop.confirmed();
    const { payments } = await shop.pay(orderId, pending);
    const settle = (status: 'CAPTURED' | 'FAILED') =>
      settleCharge(shop.orders, payments[0]?.id ?? '', { status, code: 'late' });
    await Promise.all([settle('CAPTURED'), settle('CAPTURED'), settle('CAPTURED')]);
    await settle('FAILED');
    expect(await shop.read(orderId)).toMatchObject({ status: 'PAID' });
    expect((await shop.savedTypes(orderId)).slice(2)).toEqual(['order.paid.v1']);
    const unknown = settleCharge(shop.orders, newId(), { status: 'CAPTURED' });
    expect(await refusalOf(() => unknown)).toEqual(['NOT_FOUND']);
  });

  it.each([
    ['amount', { minor: 1n, currency: 'EUR' }],
    ['currency', { minor: 2_000n, currency: 'USD' }],
  ])('a charge of another %s than its payment settles nothing', async (_, charged) => {
    const orderId = await shop.confirmed();
    const { payments, version } = await shop.pay(orderId, pending);
    const paymentId = payments[0]?.id ?? '';
    const settle = (money: Money) =>
      settleCharge(shop.orders, paymentId, { status: 'CAPTURED' }, new Date(), money);
    expect(await refusalOf(() => settle(charged))).toEqual(['INVALID_VALUE']);
    expect(await shop.read(orderId)).toMatchObject({ version, status: 'CONFIRMED' });
    expect(await settle({ minor: 2_000n, currency: 'EUR' })).toMatchObject({ status: 'PAID' });
  });

  it('money that is captured after a cancellation is refunded', async () => {
    const orderId = await shop.confirmed();
    const { payments } = await shop.pay(orderId, pending);
    const ports = { orders: shop.orders, payments: pending };
    await cancelOrder(ports, customer, { orderId, reason: 'too slow', idempotencyKey: newKey() });
    await settleCharge(shop.orders, payments[0]?.id ?? '', { status: 'CAPTURED' });
    expect(await shop.read(orderId)).toMatchObject({ refunds: [{ status: 'PENDING' }] });
    await shop.sweep(unreachable);
    await shop.sweep(capturing);
    expect(await shop.read(orderId)).toMatchObject({
      status: 'CANCELLED',
      refunds: [{ status: 'SUCCEEDED', amount: { minor: 2000n } }],
    });
    expect((await shop.savedTypes(orderId)).slice(2)).toEqual([
      'order.cancelled.v1',
      'order.refunded.v1',
    ]);
  });

  it('paying a pending, a cancelled or another customer’s order is refused', async () => {
    const { id: unconfirmed } = await shop.placed();
    expect(await refusalOf(() => shop.pay(unconfirmed))).toEqual(['ILLEGAL_TRANSITION']);
    const orderId = await shop.confirmed();
    expect(await refusalOf(() => shop.pay(orderId, capturing, {}, newViewer()))).toEqual([
      'NOT_FOUND orderId',
    ]);
    expect(await refusalOf(() => shop.pay('no id'))).toEqual(['NOT_FOUND orderId']);
    const idempotencyKey = newKey();
    await shop.pay(orderId, unreachable, { idempotencyKey });
    const ports = { orders: shop.orders, payments: unreachable };
    await cancelOrder(ports, customer, { orderId, reason: 'too slow', idempotencyKey: newKey() });
    expect(await refusalOf(() => shop.pay(orderId, capturing, { idempotencyKey }))).toEqual([
      'ILLEGAL_TRANSITION',
    ]);
  });

  it('an order that is not paid in time is cancelled once', async () => {
    const orderId = await shop.confirmed();
    await shop.sweep(capturing, 0.5);
    expect(await shop.read(orderId)).toMatchObject({ status: 'CONFIRMED' });
    await Promise.all([shop.sweep(capturing, 2), shop.sweep(capturing, 2)]);
    expect(await shop.read(orderId)).toMatchObject({
      status: 'CANCELLED',
      cancelReason: 'The order was not paid in time.',
      expiresAt: null,
    });
    expect((await shop.savedTypes(orderId)).slice(2)).toEqual(['order.cancelled.v1']);
  });
});
