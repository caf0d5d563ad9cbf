import { newId } from '@shop/domain';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFickleProvider, type Lost } from '../testing/fickle-provider.ts';
import { createMemoryOrders } from '../testing/memory-orders.ts';
import { carla, place, staff } from '../testing/placing.ts';
import { cancelOrder } from './cancel-order.ts';
import { fulfilOrder } from './fulfil-order.ts';
import { markDelivered } from './mark-delivered.ts';
import { type Order, type OrderStatus, transitions } from './order.ts';
import { payOrder } from './pay-order.ts';
import { refundedOf } from './payment.ts';
import type { ChargeResult } from './ports.ts';
import { refundOrder } from './refund-order.ts';
import { settleCharge } from './settle-charge.ts';
import { confirmOrder, rejectOrder } from './settle-reservation.ts';
import { sweepOrders } from './sweep-orders.ts';

const windowMs = 30 * 60_000;
const key = () => `key-${newId()}`;

const results = fc.constantFrom<ChargeResult>(
  { status: 'CAPTURED' },
  { status: 'FAILED', code: 'card_declined' },
  { status: 'REQUIRES_ACTION', actionUrl: 'https://provider.example/confirm' },
  { status: 'PENDING' },
);
const answers = fc.record({
  result: results,
  lost: fc.constantFrom<Lost>('no', 'call', 'late', 'answer'),
});
const command = fc.oneof(
  fc.record({ do: fc.constant('reserved' as const) }),
  fc.record({ do: fc.constant('rejected' as const) }),
  fc.record({ do: fc.constant('pay' as const), same: fc.boolean(), answer: answers }),
  fc.record({ do: fc.constant('news' as const), result: results, heard: fc.boolean() }),
  fc.record({ do: fc.constant('cancel' as const), byStaff: fc.boolean(), answer: answers }),
  fc.record({ do: fc.constant('fulfil' as const) }),
  fc.record({ do: fc.constant('deliver' as const) }),
  fc.record({
    do: fc.constant('refund' as const),
    cents: fc.integer({ min: 1, max: 3_500 }),
    answer: answers,
  }),
  fc.record({
    do: fc.constant('sweep' as const),
    minutes: fc.integer({ min: 0, max: 40 }),
    answer: answers,
  }),
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

/** One order, everybody who acts on it, and the clock. */
async function newWorld() {
  const orders = createMemoryOrders();
  const till = createFickleProvider();
  const { provider: payments, will } = till;
  const { id } = await place(orders);
  const report = (error: unknown) => {
    throw error;
  };
  const parts = { orders, due: orders, payments, pendingMs: 60 * 60_000, report };
  const payKey = key();
  let now = Date.now();
  const clock = () => new Date(now);
  const read = async (): Promise<Order> => {
    const [order] = await orders.byIds([id]);
    if (!order) throw new Error('the order is gone');
    return order;
  };
  const acts: { [C in Command as C['do']]: (command: C) => Promise<unknown> } = {
    reserved: () => confirmOrder(orders, id, windowMs, clock()),
    rejected: () => rejectOrder(orders, id, []),
    pay({ same, answer }) {
      will(answer);
      const input = { orderId: id, paymentToken: 'tok', idempotencyKey: same ? payKey : key() };
      return payOrder(parts, carla, input, clock());
    },
    // The provider decides what it has not decided yet, and says so, perhaps again, in a webhook.
    async news({ result, heard }) {
      till.arrive();
      for (const [paymentId, charge] of till.charges) {
        const open =
          charge.result.status === 'PENDING' || charge.result.status === 'REQUIRES_ACTION';
        if (open) charge.result = result;
        if (heard) await settleCharge(orders, paymentId, charge.result, clock());
      }
    },
    cancel({ byStaff, answer }) {
      will(answer);
      const input = { orderId: id, reason: 'mind changed', idempotencyKey: key() };
      return cancelOrder(parts, byStaff ? staff : carla, input, clock());
    },
    fulfil: () => fulfilOrder(orders, staff, { orderId: id, idempotencyKey: key() }, clock()),
    deliver: () => markDelivered(orders, staff, { orderId: id, idempotencyKey: key() }),
    refund({ cents, answer }) {
      will(answer);
      const amount = { amount: (cents / 100).toFixed(2), currencyCode: 'EUR' };
      const input = { orderId: id, amount, reason: 'torn', idempotencyKey: key() };
      return refundOrder(parts, staff, input, clock());
    },
    sweep({ minutes, answer }) {
      will(answer);
      now += minutes * 60_000;
      return sweepOrders(parts, clock());
    },
  };
  return {
    orders,
    till,
    read,
    run: (one: Command) =>
      (acts[one.do] as (command: Command) => Promise<unknown>)(one).catch((error: Error) => {
        // A refusal is an answer; everything else is a fault.
        if (error.name !== 'Refusal') throw error;
      }),
  };
}

const statusAfter: Readonly<Record<string, OrderStatus>> = {
  'order.created.v1': 'PENDING',
  'order.confirmed.v1': 'CONFIRMED',
  'order.rejected.v1': 'REJECTED',
  'order.paid.v1': 'PAID',
  'order.shipped.v1': 'SHIPPED',
  'order.delivered.v1': 'DELIVERED',
  'order.cancelled.v1': 'CANCELLED',
};

it('ends right, whatever is done, in whatever order and however often', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 25, size: 'max' }), async (commands) => {
      const { orders, till, read, run } = await newWorld();
      let { status } = await read();
      for (const one of commands) {
        await run(one);
        const order = await read();
        if (order.status !== status) expect(reachable(status)).toContain(order.status);
        status = order.status;
        // Never more is given back than was taken.
        expect(till.held()).toBeGreaterThanOrEqual(0n);
      }
      // Every status was said once, in the order in which it came.
      const said = orders.said.flatMap(({ type }) => statusAfter[type] ?? []);
      expect(new Set(said).size).toBe(said.length);
      expect(said.at(-1)).toBe(status);

      // The provider decides, answers again, and time passes; no webhook says so.
      await run({ do: 'news', result: { status: 'CAPTURED' }, heard: false });
      const answer = { result: { status: 'CAPTURED' }, lost: 'no' } as const;
      for (const minutes of [61, 1]) await run({ do: 'sweep', minutes, answer });
      const order = await read();
      expect(till.held()).toBeGreaterThanOrEqual(0n);
      expect(order.payments.filter(({ status }) => /PENDING|REQUIRES/.test(status))).toEqual([]);
      expect(order.refunds.filter(({ status }) => status === 'PENDING')).toEqual([]);
      const taken = order.payments.some(({ status }) => status === 'CAPTURED') ? 3_000n : 0n;
      expect(till.held()).toBe(taken - refundedOf(order).minor);
      expect(order.status).not.toBe('PENDING');
      if (/CANCELLED|REJECTED/.test(order.status)) expect(till.held()).toBe(0n);
      else expect(taken).toBe(3_000n);
    }),
    { numRuns: 1_000 },
  );
}, 60_000);

/** Every status an order may have passed through in one command. */
function reachable(from: OrderStatus): OrderStatus[] {
  const next = transitions[from];
  return [...next, ...next.flatMap(reachable)];
}
