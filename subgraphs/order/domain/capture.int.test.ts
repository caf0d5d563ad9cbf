import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestProvider } from '../payments/test-provider/create-test-provider.ts';
import { newKey, variantA } from '../testing/fixtures.ts';
import { createMemoryChargeStore } from '../testing/memory-charge-store.ts';
import { customer, openOrderFixture, staff } from '../testing/order-fixture.ts';
import { amountDueOf, paidOf, refundedOf } from './account.ts';
import { cancelOrder } from './cancel-order.ts';
import { lineIdOf, type Order } from './order.ts';
import { payOrder } from './pay-order.ts';
import { capturedOf } from './payment.ts';
import { type OrderStore, ProviderUnavailable, type SavingPaymentProvider } from './ports.ts';
import { refundOrder } from './refund-order.ts';
import { refundableOf } from './refund-sources.ts';
import { receiveReturn } from './returns/receive-return.ts';
import { settleCharge } from './settle-charge.ts';

const dayMs = 24 * 60 * 60_000;
/** The provider's clock. */
let now = new Date();
const charges = createMemoryChargeStore();
const provider = createTestProvider({
  ...{ charges, publicUrl: 'https://shop.example', delayMs: 0, authorisationMs: 7 * dayMs },
  now: () => now,
});
let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

/** Pays an order of two units, 20.00 EUR, with a payment that is authorised. */
async function authorised(
  paymentToken = 'tok_success',
  payments: SavingPaymentProvider = provider,
) {
  now = new Date();
  const orderId = await shop.confirmed();
  await pay(orderId, paymentToken, payments);
  return orderId;
}

function pay(orderId: string, paymentToken = 'tok_success', payments = provider) {
  const ports = { orders: shop.orders, payments, isCapturedLater: true };
  return payOrder(ports, customer, { orderId, paymentToken, idempotencyKey: newKey() });
}

const ship = (id: string, quantity?: number, payments: SavingPaymentProvider = provider) => {
  const lines = [{ lineId: lineIdOf({ id }, variantA), quantity: quantity ?? 0 }];
  return shop.fulfil(id, quantity ? { lines } : {}, payments);
};
const cancel = (orderId: string, viewer = customer, payments: SavingPaymentProvider = provider) =>
  cancelOrder({ orders: shop.orders, payments }, viewer, {
    ...{ orderId, reasonCode: 'CHANGED_MIND', idempotencyKey: newKey() },
  });
const paymentOf = ({ payments: [payment] }: Order) => {
  if (!payment) throw new Error('the order has no payment');
  return { status: payment.status, captured: capturedOf(payment) };
};
const atProvider = async ({ payments: [payment] }: Order) => charges.byKey(payment?.id ?? '');
const stepsOf = async (id: string) =>
  ((await shop.orders.timelines([id]))[0] ?? []).map(({ kind }) => kind);
const read = async (id: string): Promise<Order> => {
  const order = await shop.read(id);
  if (!order) throw new Error('the order does not exist');
  return order;
};
/** No request reaches the provider. */
const unavailable: SavingPaymentProvider = {
  ...provider,
  capture: () => Promise.reject(new ProviderUnavailable()),
  release: () => Promise.reject(new ProviderUnavailable()),
};

describe('an authorised payment', () => {
  it('pays the order before anything is captured', async () => {
    const order = await read(await authorised());
    expect(order.status).toBe('PAID');
    expect(paymentOf(order)).toEqual({ status: 'AUTHORISED', captured: 0n });
    expect(amountDueOf(order).minor).toBe(0n);
  });

  it('is captured with its parcels: each as much as its units cost, the last the rest', async () => {
    const id = await authorised();
    expect(paymentOf(await ship(id, 1))).toEqual({ status: 'AUTHORISED', captured: 1_000n });
    const shipped = await ship(id);
    expect(paymentOf(shipped)).toEqual({ status: 'CAPTURED', captured: 2_000n });
    expect(shipped.payments[0]?.captures.map((one) => one.fulfilmentId)).toEqual(
      shipped.fulfilments.map((one) => one.id),
    );
    expect(await atProvider(shipped)).toMatchObject({ status: 'CAPTURED' });
    expect((await stepsOf(id)).filter((kind) => kind === 'PAYMENT_CAPTURED')).toHaveLength(2);
    const refunded = await shop.refund(id, {}, provider);
    expect(refunded.refunds).toMatchObject([{ status: 'SUCCEEDED', isRelease: false }]);
  });

  it('that can be captured once is captured with the first parcel', async () => {
    const id = await authorised('tok_capture_once');
    expect(paymentOf(await ship(id, 1))).toEqual({ status: 'CAPTURED', captured: 2_000n });
    const cancelled = await cancel(id, staff);
    expect(cancelled.refunds).toMatchObject([
      { status: 'SUCCEEDED', isRelease: false, amount: { minor: 1_000n } },
    ]);
  });

  it('is released with the order that is cancelled, and nothing is captured', async () => {
    const order = await cancel(await authorised());
    expect(paymentOf(order)).toEqual({ status: 'VOIDED', captured: 0n });
    expect(order.refunds).toMatchObject([{ status: 'SUCCEEDED', isRelease: true }]);
    expect(await atProvider(order)).toMatchObject({ status: 'FAILED', captures: [] });
  });

  it('is released as far as units are cancelled that are not shipped', async () => {
    const id = await authorised();
    await ship(id, 1);
    const order = await cancel(id, staff);
    expect(order.status).toBe('SHIPPED');
    expect(paymentOf(order)).toEqual({ status: 'CAPTURED', captured: 1_000n });
    expect(order.refunds).toMatchObject([{ isRelease: true, amount: { minor: 1_000n } }]);
    expect(await atProvider(order)).toMatchObject({ status: 'CAPTURED', captures: [{}] });
    expect(refundableOf(order).minor).toBe(1_000n);
  });

  it('is released by a refund before shipping, and only the rest is captured', async () => {
    const id = await authorised();
    const amount = { amount: '3.00', currencyCode: 'EUR' };
    const refunded = await shop.refund(id, { amount }, provider);
    expect(refunded.refunds).toMatchObject([{ status: 'SUCCEEDED', isRelease: true }]);
    expect(paymentOf(await ship(id))).toEqual({ status: 'CAPTURED', captured: 1_700n });
  });

  it('that the provider does not answer about is captured and released by the sweep', async () => {
    const [shipped, cancelled] = [await authorised(), await authorised()];
    expect(paymentOf(await ship(shipped, 2, unavailable)).captured).toBe(0n);
    expect((await cancel(cancelled, customer, unavailable)).refunds[0]?.status).toBe('PENDING');
    await shop.sweep(provider, 1);
    expect(paymentOf(await read(shipped))).toEqual({ status: 'CAPTURED', captured: 2_000n });
    expect(paymentOf(await read(cancelled)).status).toBe('VOIDED');
  });

  it('that is about to expire is captured, and not before', async () => {
    const id = await authorised();
    now = new Date(Date.now() + 5 * dayMs);
    await shop.sweep(provider, (5 * dayMs) / 60_000);
    expect(paymentOf(await read(id)).status).toBe('AUTHORISED');
    now = new Date(Date.now() + 6.5 * dayMs);
    await shop.sweep(provider, (6.5 * dayMs) / 60_000);
    expect(paymentOf(await read(id))).toEqual({ status: 'CAPTURED', captured: 2_000n });
    expect((await ship(id)).payments[0]?.captures).toHaveLength(1);
  });

  it('whose capture the bank declines is due again, and can be paid by another', async () => {
    const id = await authorised('tok_capture_declined');
    const shipped = await ship(id, 1);
    expect(shipped).toMatchObject({
      status: 'PARTIALLY_SHIPPED',
      payments: [{ status: 'FAILED', failureCode: 'card_declined' }],
    });
    expect(amountDueOf(shipped).minor).toBe(2_000n);
    await expect(ship(id)).rejects.toMatchObject({ reasons: [{ code: 'ILLEGAL_TRANSITION' }] });
    expect((await shop.pay(id)).payments).toHaveLength(2);
    expect((await ship(id)).status).toBe('SHIPPED');
  });

  it('whose capture the bank declines is held by the bank no longer', async () => {
    const id = await authorised('tok_capture_declined');
    const release = unavailable.release;
    await ship(id, 1, { ...provider, release });
    expect(await read(id)).toMatchObject({ payments: [{ status: 'AUTHORISED' }] });
    expect(await atProvider(await read(id))).toMatchObject({ status: 'AUTHORISED' });
    await shop.sweep(provider, 1);
    expect(await read(id)).toMatchObject({ payments: [{ status: 'FAILED' }] });
    expect(await atProvider(await read(id))).not.toMatchObject({ status: 'AUTHORISED' });
  });

  it('whose authorisation ends at the bank is due again, unless the shop has released it', async () => {
    const [lost, cancelled] = [await read(await authorised()), await cancel(await authorised())];
    const end = ({ payments: [payment] }: Order) =>
      settleCharge(shop.orders, payment?.id ?? '', { status: 'FAILED', code: 'canceled' });
    expect(amountDueOf(await end(lost)).minor).toBe(2_000n);
    expect(await stepsOf(lost.id)).toContain('PAYMENT_FAILED');
    expect(paymentOf(await end(cancelled)).status).toBe('VOIDED');
    // Its customer is told.
    const eventsOf = async ({ id }: Order) => (await shop.savedTypes(id)).slice(-2);
    expect(await eventsOf(lost)).toEqual(['payment.failed.v1', 'order.payment_lost.v1']);
    expect(await shop.savedTypes(cancelled.id)).not.toContain('order.payment_lost.v1');
  });

  it('of what is due again is not a late payment', async () => {
    const id = await authorised('tok_capture_declined');
    await ship(id, 1);
    await pay(id);
    const steps = await stepsOf(id);
    expect(steps).toContain('PAYMENT_AUTHORISED');
    expect(steps).not.toContain('PAYMENT_LATE');
  });

  it('of what is due again is captured at once, as far as it was shipped', async () => {
    const [part, whole] = [
      await authorised('tok_capture_declined'),
      await authorised('tok_capture_declined'),
    ];
    await ship(part, 1);
    await ship(whole);
    const { order } = await pay(part);
    expect(order.payments[1]).toMatchObject({ status: 'AUTHORISED', amount: { minor: 2_000n } });
    expect(order.payments.map(capturedOf)).toEqual([0n, 1_000n]);
    const { order: paid } = await pay(whole);
    expect(paid.payments.map(({ status }) => status)).toEqual(['FAILED', 'CAPTURED']);
    expect((await stepsOf(whole)).slice(-2)).toEqual(['PAYMENT_AUTHORISED', 'PAYMENT_CAPTURED']);
    expect((await ship(part)).payments.map(capturedOf)).toEqual([0n, 2_000n]);
  });

  it('whose capture the bank declines is not due for units that are cancelled or that come back', async () => {
    const id = await authorised('tok_capture_declined');
    await ship(id, 1);
    const cancelled = await cancel(id, staff);
    expect(cancelled.refunds).toMatchObject([
      { status: 'SUCCEEDED', isRelease: true, amount: { minor: 1_000n } },
    ]);
    expect(amountDueOf(cancelled).minor).toBe(1_000n);
    await shop.deliver(id);
    const returnId = await shop.requestReturn(id);
    await shop.approveReturn(id, returnId);
    const input = { orderId: id, returnId, idempotencyKey: newKey() };
    const returned = await receiveReturn({ orders: shop.orders, payments: provider }, staff, input);
    expect(amountDueOf(returned).minor).toBe(0n);
    expect(paidOf(returned)).toEqual(refundedOf(returned));
  });

  it('whose capture the bank declines is due for the units that are left, after which nothing is too much', async () => {
    const id = await authorised('tok_capture_declined');
    await ship(id, 1);
    await cancel(id, staff);
    const { order } = await pay(id);
    expect(order.payments.map(capturedOf)).toEqual([0n, 1_000n]);
    expect(amountDueOf(order).minor).toBe(0n);
    const refunded = await shop.refund(id, {}, provider);
    expect(refunded.refunds.slice(1)).toMatchObject([
      { status: 'SUCCEEDED', isRelease: false, amount: { minor: 1_000n } },
    ]);
  });

  it('is released before anything is paid back, also when its units cost more than is left of it', async () => {
    const id = await authorised();
    await ship(id, 1);
    await shop.refund(id, { amount: { amount: '3.00', currencyCode: 'EUR' } }, provider);
    const order = await cancel(id, staff);
    expect(paymentOf(order)).toEqual({ status: 'CAPTURED', captured: 1_000n });
    expect(order.refunds.slice(1)).toMatchObject([
      { status: 'SUCCEEDED', isRelease: true, amount: { minor: 700n } },
      { status: 'SUCCEEDED', isRelease: false, amount: { minor: 300n } },
    ]);
    expect(await atProvider(order)).toMatchObject({ captures: [{ minor: 1_000n }] });
  });

  it('that two refunds release is released at the provider, whichever of them is saved last', async () => {
    const id = await authorised();
    let updates = 0;
    const orders: OrderStore = {
      ...shop.orders,
      async update(orderId, decide, key) {
        // The result of the first refund waits until the second is requested.
        if (++updates === 2) await shop.refund(id, {}, unavailable);
        return shop.orders.update(orderId, decide, key);
      },
    };
    await refundOrder({ orders, payments: provider }, staff, {
      ...{ orderId: id, amount: { amount: '3.00', currencyCode: 'EUR' } },
      ...{ reason: 'torn', idempotencyKey: newKey() },
    });
    await shop.sweep(provider);
    const order = await read(id);
    expect(paymentOf(order).status).toBe('VOIDED');
    expect(order.refunds.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(await atProvider(order)).toMatchObject({ status: 'FAILED', captures: [] });
  });
});
