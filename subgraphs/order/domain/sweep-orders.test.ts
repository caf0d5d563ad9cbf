import { newId } from '@shop/domain';
import { expect, it } from 'vitest';
import { createMemoryCharges } from '../payments/memory-charges.ts';
import { createTestProvider } from '../payments/test-provider.ts';
import { createMemoryOrders } from '../testing/memory-orders.ts';
import { carla, place } from '../testing/placing.ts';
import { cancelOrder } from './cancel-order.ts';
import { payOrder } from './pay-order.ts';
import { confirmOrder } from './settle-reservation.ts';
import { type SweepParts, sweepOrders } from './sweep-orders.ts';

const minuteMs = 60_000;
const start = Date.now();
const at = (minutes: number) => new Date(start + minutes * minuteMs);

/** A shop with the test provider. */
function open() {
  const orders = createMemoryOrders();
  const charges = createMemoryCharges();
  const payments = createTestProvider({ charges, publicUrl: 'https://shop.example', delayMs: 0 });
  const faults: string[] = [];
  const parts: SweepParts = {
    ...{ orders, due: orders, payments, pendingMs: 60 * minuteMs },
    report: (_: unknown, id: string) => void faults.push(id),
  };
  return {
    ...{ orders, parts, payments, faults },
    confirmed: async () =>
      (await confirmOrder(orders, (await place(orders)).id, 30 * minuteMs, at(0))).id,
    pay: (orderId: string, paymentToken: string) =>
      payOrder(parts, carla, { orderId, paymentToken, idempotencyKey: `key-${newId()}` }, at(0)),
    cancel: (orderId: string) => {
      const input = { orderId, reason: 'mind changed', idempotencyKey: `key-${newId()}` };
      return cancelOrder(parts, carla, input, at(0));
    },
    sweep: (minutes: number) => sweepOrders(parts, at(minutes)),
    read: async (id: string) => (await orders.byIds([id]))[0],
  };
}

it('comes to every payment, however many customers never confirm theirs', async () => {
  const { confirmed, pay, sweep, read } = open();
  for (let n = 0; n < 101; n++) await pay(await confirmed(), 'tok_needs_action');
  const orderId = await confirmed();
  await pay(orderId, 'tok_timeout');
  for (const minutes of [1, 1.1]) await sweep(minutes);
  expect(await read(orderId)).toMatchObject({ status: 'PAID' });
});

it('calls a payment off that nobody confirms, once its order is over', async () => {
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
    ['PAYMENT_FAILED', 'canceled'],
  ]);
});

it('gives money back that turns up when its payment was given up', async () => {
  const { orders, confirmed, pay, sweep, read, payments } = open();
  const orderId = await confirmed();
  const payment = (await pay(orderId, 'tok_unreachable')).payments[0];
  await sweep(6);
  expect(await read(orderId)).toMatchObject({ payments: [{ failureCode: 'not_received' }] });
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

it('asks about a payment that was given up for a day, ever less often', async () => {
  const asked: number[] = [];
  let now = 0;
  const { confirmed, pay, sweep, parts } = open();
  const payments = {
    ...parts.payments,
    find: async () => {
      asked.push(now);
      return undefined;
    },
  };
  await pay(await confirmed(), 'tok_unreachable');
  for (; now < 3 * 24 * 60; now += 1) await sweepOrders({ ...parts, payments }, at(now));
  await sweep(now);
  const pauses = asked.slice(1).map((minute, n) => minute - (asked[n] ?? 0));
  expect(Math.max(...pauses)).toBe(60);
  expect(pauses).toEqual(pauses.toSorted((one, other) => one - other));
  expect(asked.length).toBeLessThan(50);
  expect(asked.at(-1)).toBeGreaterThan(24 * 60);
  expect(asked.at(-1)).toBeLessThan(26 * 60);
});

it('goes on to the others when one order or payment cannot be handled', async () => {
  const { confirmed, pay, cancel, sweep, read, faults, payments } = open();
  const [broken, unanswered, unpaid, owed] = [
    await confirmed(),
    await confirmed(),
    await confirmed(),
    await confirmed(),
  ];
  const key = (await pay(broken, 'tok_timeout')).payments[0]?.id;
  await pay(unanswered, 'tok_timeout');
  await pay(owed, 'tok_timeout');
  await cancel(owed);
  const find = payments.find;
  payments.find = (one) => (one === key ? Promise.reject(new Error('unreadable')) : find(one));
  await sweep(31);
  expect(faults).toEqual([key]);
  expect(await read(unanswered)).toMatchObject({ status: 'PAID' });
  expect(await read(unpaid)).toMatchObject({ status: 'CANCELLED' });
  expect(await read(owed)).toMatchObject({ refunds: [{ status: 'SUCCEEDED' }] });
});

it('cancels an order that inventory has not answered in time', async () => {
  const { orders, sweep, read } = open();
  const { id } = await place(orders);
  await sweep(59);
  expect(await read(id)).toMatchObject({ status: 'PENDING' });
  await sweep(61);
  const cancelReason = 'Its stock was not reserved in time.';
  expect(await read(id)).toMatchObject({ status: 'CANCELLED', cancelReason });
  expect(orders.said.map(({ type }) => type)).toEqual(['order.created.v1', 'order.cancelled.v1']);
});
