import { expect, it } from 'vitest';
import { createTestProvider } from '../payments/test-provider/create-test-provider.ts';
import { newKey, newViewer } from '../testing/fixtures.ts';
import { createMemoryChargeStore } from '../testing/memory-charge-store.ts';
import { createMemoryOrderStore } from '../testing/memory-order-store.ts';
import { placeTestOrder } from '../testing/place-test-order.ts';
import { cancelOrder } from './cancel-order.ts';
import { confirmOrder } from './confirm-order.ts';
import type { Order } from './order.ts';
import { payOrder } from './pay-order.ts';
import { settleCharge } from './settle-charge.ts';
import { type SweepPorts, sweepOrders } from './sweep-orders.ts';

const minuteMs = 60_000;
const start = Date.now();
const at = (minutes: number) => new Date(start + minutes * minuteMs);

const customer = newViewer();

/** Opens stores in memory with the test provider. */
function open() {
  const orders = createMemoryOrderStore();
  const charges = createMemoryChargeStore();
  const payments = createTestProvider({
    charges,
    publicUrl: 'https://shop.example',
    delayMs: 0,
    authorisationMs: 3_600_000,
  });
  const faults: string[] = [];
  const ports: SweepPorts = {
    ...{ orders, due: orders, payments, giftCardPayments: payments, pendingMs: 60 * minuteMs },
    report: (_: unknown, id: string) => void faults.push(id),
  };
  return {
    ...{ orders, ports, payments, faults },
    confirmed: async () =>
      (
        await confirmOrder(
          orders,
          (
            await placeTestOrder(orders, customer)
          ).id,
          { user: 30 * minuteMs, guest: 30 * minuteMs, staff: 30 * minuteMs },
          at(0),
        )
      ).id,
    async pay(orderId: string, paymentToken: string, minutes = 0) {
      const input = { orderId, paymentToken, idempotencyKey: newKey() };
      return (await payOrder({ ...ports, payments }, customer, input, at(minutes))).order;
    },
    cancel: (orderId: string) => {
      const input = { orderId, reason: 'mind changed', idempotencyKey: newKey() };
      return cancelOrder(ports, customer, input, at(0));
    },
    sweep: (minutes: number) => sweepOrders(ports, at(minutes)),
    read: async (id: string) => (await orders.byIds([id]))[0],
  };
}

it('a batch full of unconfirmed payments does not keep the sweep from later ones', async () => {
  const { confirmed, pay, sweep, read } = open();
  for (let n = 0; n < 101; n++) await pay(await confirmed(), 'tok_needs_action');
  const orderId = await confirmed();
  await pay(orderId, 'tok_timeout');
  for (const minutes of [1, 1.1]) await sweep(minutes);
  expect(await read(orderId)).toMatchObject({ status: 'PAID' });
});

it('an unconfirmed payment is cancelled once its order is cancelled', async () => {
  const { orders, confirmed, pay, cancel, sweep, read, payments } = open();
  const orderId = await confirmed();
  const key = (await pay(orderId, 'tok_needs_action')).payments[0]?.id ?? '';
  await sweep(1);
  expect(await read(orderId)).toMatchObject({ payments: [{ status: 'REQUIRES_ACTION' }] });
  await cancel(orderId);
  await sweep(2);
  const outcome = { status: 'FAILED', failureCode: 'canceled' };
  expect(await read(orderId)).toMatchObject({ status: 'CANCELLED', payments: [outcome] });
  expect(await payments.find(key)).toEqual({ status: 'FAILED', code: 'canceled' });
  const [timeline] = await orders.timelines([orderId]);
  expect(timeline?.map(({ kind, note }) => [kind, note]).slice(2)).toEqual([
    ['PAYMENT_STARTED', '€30.00'],
    ['PAYMENT_ACTION_REQUIRED', null],
    ['CANCELLED', 'mind changed'],
    ['PAYMENT_FAILED', 'The payment was cancelled.'],
  ]);
});

it('money that is captured after its payment was given up is refunded', async () => {
  const { orders, confirmed, pay, sweep, read, payments } = open();
  const orderId = await confirmed();
  const payment = (await pay(orderId, 'tok_unreachable')).payments[0];
  await sweep(6);
  expect(await read(orderId)).toMatchObject({
    status: 'CONFIRMED',
    payments: [{ failureCode: 'not_received' }],
  });
  await sweep(31);
  if (payment) await payments.charge({ ...payment, key: payment.id, token: 'tok_success' });
  await sweep(66);
  expect(await read(orderId)).toMatchObject({
    status: 'CANCELLED',
    payments: [{ status: 'CAPTURED' }],
    refunds: [{ status: 'SUCCEEDED' }],
  });
  const [timeline] = await orders.timelines([orderId]);
  expect(timeline?.map(({ kind }) => kind).slice(2)).toEqual([
    ...['PAYMENT_STARTED', 'PAYMENT_FAILED', 'CANCELLED'],
    ...['PAYMENT_LATE', 'REFUND_REQUESTED', 'REFUNDED'],
  ]);
});

it.each([0, 1])(
  'of two payments that are captured late, payment %i first, one is refunded',
  async (first) => {
    const { orders, confirmed, pay, sweep, read, payments } = open();
    const orderId = await confirmed();
    await pay(orderId, 'tok_unreachable');
    await sweep(6);
    const tried = (await pay(orderId, 'tok_unreachable', 6)).payments;
    const capture = async (n: number) => {
      const { id = '', amount = order.total } = tried[n] ?? {};
      await payments.charge({ key: id, amount, token: 'tok_success' });
      await settleCharge(orders, id, { status: 'CAPTURED' });
    };
    const order = (await read(orderId)) as Order;
    await capture(first);
    await capture(1 - first);
    await capture(1 - first);
    await sweep(7);
    expect(await read(orderId)).toMatchObject({
      status: 'PAID',
      payments: [{ status: 'CAPTURED' }, { status: 'CAPTURED' }],
      refunds: [{ paymentId: tried[1 - first]?.id, status: 'SUCCEEDED', amount: order.total }],
    });
    const [refunded] = orders.savedEvents.filter(({ type }) => type === 'order.refunded.v1');
    expect(refunded?.data).toMatchObject({
      ...{ paid: { minor: '6000' }, refunded: { minor: '3000' } },
      reason: 'Another payment has paid the order.',
    });
  },
);

it('a payment that was given up is polled for a day, at growing intervals', async () => {
  const polled: number[] = [];
  let now = 0;
  const { confirmed, pay, sweep, ports } = open();
  const payments = {
    ...ports.payments,
    find: async () => {
      polled.push(now);
      return undefined;
    },
  };
  await pay(await confirmed(), 'tok_unreachable');
  for (; now < 3 * 24 * 60; now += 1) await sweepOrders({ ...ports, payments }, at(now));
  await sweep(now);
  const pauses = polled.slice(1).map((minute, n) => minute - (polled[n] ?? 0));
  expect(Math.max(...pauses)).toBe(60);
  expect(pauses).toEqual(pauses.toSorted((one, other) => one - other));
  expect(polled.length).toBeLessThan(50);
  expect(polled.at(-1)).toBeGreaterThan(24 * 60);
  expect(polled.at(-1)).toBeLessThan(26 * 60);
});

it('the sweep continues when one order or payment fails', async () => {
  const { confirmed, pay, cancel, sweep, read, faults, payments } = open();
  const [broken, unanswered, unpaid, cancelled] = [
    await confirmed(),
    await confirmed(),
    await confirmed(),
    await confirmed(),
  ];
  const key = (await pay(broken, 'tok_timeout')).payments[0]?.id;
  await pay(unanswered, 'tok_timeout');
  await pay(cancelled, 'tok_timeout');
  await cancel(cancelled);
  const find = payments.find;
  payments.find = (one) => (one === key ? Promise.reject(new Error('unreadable')) : find(one));
  await sweep(31);
  expect(faults).toEqual([key]);
  expect(await read(unanswered)).toMatchObject({ status: 'PAID' });
  expect(await read(unpaid)).toMatchObject({ status: 'CANCELLED' });
  expect(await read(cancelled)).toMatchObject({ refunds: [{ status: 'SUCCEEDED' }] });
});

it('an order whose stock is not reserved in time is cancelled', async () => {
  const { orders, sweep, read } = open();
  const { id } = await placeTestOrder(orders, customer);
  await sweep(59);
  expect(await read(id)).toMatchObject({ status: 'PENDING' });
  await sweep(61);
  const cancelReason = 'The stock was not reserved in time.';
  expect(await read(id)).toMatchObject({ status: 'CANCELLED', cancelReason });
  expect(orders.savedEvents.map(({ type }) => type)).toEqual([
    'order.created.v1',
    'order.cancelled.v1',
    'order.updated.v1',
  ]);
});
