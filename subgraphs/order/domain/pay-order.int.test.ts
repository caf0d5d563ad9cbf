import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answering, newCustomer } from '../testing/database.ts';
import { captured, carla, key, lost, openScenario, waiting } from '../testing/scenario.ts';
import { cancelOrder } from './cancel-order.ts';
import { settleCharge } from './settle-charge.ts';

const declined = answering({ status: 'FAILED', code: 'card_declined' });

let shop: Awaited<ReturnType<typeof openScenario>>;
beforeAll(async () => {
  shop = await openScenario();
});
afterAll(() => shop.close());

describe('paying', () => {
  it('takes the money once, whatever is repeated', async () => {
    const orderId = await shop.confirmed();
    const idempotencyKey = key();
    let charges = 0;
    const counting = {
      ...captured,
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
    expect((await shop.said(orderId)).slice(1)).toEqual(['order.confirmed.v1', 'order.paid.v1']);
  });

  it('again with its key answers with the order as it is by now', async () => {
    const orderId = await shop.confirmed();
    const idempotencyKey = key();
    await shop.pay(orderId, captured, { idempotencyKey });
    const sent = await shop.fulfil(orderId, { carrier: 'DHL' });
    expect(await shop.pay(orderId, captured, { idempotencyKey })).toEqual(sent);
    expect(sent.status).toBe('SHIPPED');
  });

  it('declined, cancels the order, and says so again when asked again', async () => {
    const orderId = await shop.confirmed();
    const idempotencyKey = key();
    const decline = () => shop.pay(orderId, declined, { idempotencyKey });
    expect(await refusalOf(decline)).toEqual(['PAYMENT_DECLINED']);
    expect(await refusalOf(decline)).toEqual(['PAYMENT_DECLINED']);
    expect(await shop.read(orderId)).toMatchObject({
      status: 'CANCELLED',
      payments: [{ failureCode: 'card_declined' }],
    });
    expect((await shop.said(orderId)).slice(2)).toEqual([
      'payment.failed.v1',
      'order.cancelled.v1',
    ]);
  });

  it('goes on where a crash cut it off, and lets no second payment in meanwhile', async () => {
    const orderId = await shop.confirmed();
    const idempotencyKey = key();
    const dying = { ...captured, charge: () => Promise.reject(new Error('process killed')) };
    await expect(shop.pay(orderId, dying, { idempotencyKey })).rejects.toThrow('process killed');
    expect(await refusalOf(() => shop.pay(orderId))).toEqual(['PAYMENT_IN_PROGRESS']);
    expect(await shop.pay(orderId, captured, { idempotencyKey })).toMatchObject({ status: 'PAID' });
  });

  it('of which the answer is lost stays open, and is settled by asking', async () => {
    const orderId = await shop.confirmed();
    const order = await shop.pay(orderId, lost);
    expect(order).toMatchObject({ status: 'CONFIRMED', payments: [{ status: 'PENDING' }] });
    await shop.sweep(captured, 1);
    expect(await shop.read(orderId)).toMatchObject({ status: 'PAID' });
  });

  it('that never reached the provider fails after a while', async () => {
    const orderId = await shop.confirmed();
    await shop.pay(orderId, lost);
    await shop.sweep(lost, 0.9);
    expect(await shop.read(orderId)).toMatchObject({ payments: [{ status: 'PENDING' }] });
    await shop.sweep(lost, 6);
    expect(await shop.read(orderId)).toMatchObject({
      status: 'CANCELLED',
      payments: [{ status: 'FAILED', failureCode: 'not_received' }],
    });
  });

  it('may need the customer, and says where', async () => {
    const actionUrl = 'https://provider.example/confirm';
    const asking = answering({ status: 'REQUIRES_ACTION', actionUrl });
    const orderId = await shop.confirmed();
    const order = await shop.pay(orderId, asking);
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

  it('is settled once, whoever brings the news and however often', async () => {
    const orderId = await shop.confirmed();
    const { payments } = await shop.pay(orderId, waiting);
    const news = (status: 'CAPTURED' | 'FAILED') =>
      settleCharge(shop.orders, payments[0]?.id ?? '', { status, code: 'late' });
    await Promise.all([news('CAPTURED'), news('CAPTURED'), news('CAPTURED')]);
    await news('FAILED');
    expect(await shop.read(orderId)).toMatchObject({ status: 'PAID' });
    expect((await shop.said(orderId)).slice(2)).toEqual(['order.paid.v1']);
    const unknown = settleCharge(shop.orders, newId(), { status: 'CAPTURED' });
    expect(await refusalOf(() => unknown)).toEqual(['NOT_FOUND']);
  });

  it('that comes after the order was cancelled is given back', async () => {
    const orderId = await shop.confirmed();
    const { payments } = await shop.pay(orderId, waiting);
    const parts = { orders: shop.orders, payments: waiting };
    await cancelOrder(parts, carla, { orderId, reason: 'too slow', idempotencyKey: key() });
    await settleCharge(shop.orders, payments[0]?.id ?? '', { status: 'CAPTURED' });
    expect(await shop.read(orderId)).toMatchObject({ refunds: [{ status: 'PENDING' }] });
    await shop.sweep(lost);
    await shop.sweep(captured);
    expect(await shop.read(orderId)).toMatchObject({
      status: 'CANCELLED',
      refunds: [{ status: 'SUCCEEDED', amount: { minor: 2000n } }],
    });
    expect((await shop.said(orderId)).slice(2)).toEqual([
      'order.cancelled.v1',
      'order.refunded.v1',
    ]);
  });

  it('is refused before the stock is reserved, for orders of others, and cancelled ones', async () => {
    const { id: pending } = await shop.placed();
    expect(await refusalOf(() => shop.pay(pending))).toEqual(['ILLEGAL_TRANSITION']);
    const orderId = await shop.confirmed();
    expect(await refusalOf(() => shop.pay(orderId, captured, {}, newCustomer()))).toEqual([
      'NOT_FOUND orderId',
    ]);
    expect(await refusalOf(() => shop.pay('no id'))).toEqual(['NOT_FOUND orderId']);
    const idempotencyKey = key();
    await shop.pay(orderId, lost, { idempotencyKey });
    const parts = { orders: shop.orders, payments: lost };
    await cancelOrder(parts, carla, { orderId, reason: 'too slow', idempotencyKey: key() });
    expect(await refusalOf(() => shop.pay(orderId, captured, { idempotencyKey }))).toEqual([
      'ILLEGAL_TRANSITION',
    ]);
  });

  it('is over when its time is over', async () => {
    const orderId = await shop.confirmed();
    await shop.sweep(captured, 0.5);
    expect(await shop.read(orderId)).toMatchObject({ status: 'CONFIRMED' });
    await Promise.all([shop.sweep(captured, 2), shop.sweep(captured, 2)]);
    expect(await shop.read(orderId)).toMatchObject({
      status: 'CANCELLED',
      cancelReason: 'It was not paid in time.',
      expiresAt: null,
    });
    expect((await shop.said(orderId)).slice(2)).toEqual(['order.cancelled.v1']);
  });
});
