import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createGiftCardProvider } from '../payments/gift-card/create-gift-card-provider.ts';
import { newKey, newViewer, returnPeriod } from '../testing/fixtures.ts';
import { createLossyProvider } from '../testing/lossy-provider.ts';
import { createMemoryGiftCardLedger, newGiftCard } from '../testing/memory-gift-card-ledger.ts';
import { createMemoryOrderStore } from '../testing/memory-order-store.ts';
import { placeTestOrder, portsOf } from '../testing/place-test-order.ts';
import { createUnreliableProvider, decide, type Loss } from '../testing/unreliable-provider.ts';
import { amountDueOf, paidOf, refundedOf, securedOf } from './account.ts';
import { cancelOrder } from './cancel-order.ts';
import { confirmOrder } from './confirm-order.ts';
import { pendingEditOf } from './edits/edit.ts';
import { editOrder } from './edits/edit-order.ts';
import { decideApplication, rejectEdit } from './edits/settle-edit.ts';
import { shippedUnits, unitsToShip } from './fulfilment.ts';
import { markDelivered } from './mark-delivered.ts';
import { lineIdOf, type Order, type OrderStatus, transitions } from './order.ts';
import { publishedStatus } from './order-change.ts';
import { payOrder } from './pay-order.ts';
import { maxPaymentAttempts } from './payment.ts';
import type { ChargeResult } from './ports.ts';
import { refundOrder } from './refund-order.ts';
import { refundedUnits } from './refund-parts.ts';
import { rejectOrder } from './reject-order.ts';
import { approveReturn } from './returns/approve-return.ts';
import { cancelReturn } from './returns/cancel-return.ts';
import { receiveReturn } from './returns/receive-return.ts';
import { requestReturn } from './returns/request-return.ts';
import { returnedUnits, unitsToReturn } from './returns/returned-units.ts';
import { settleCharge } from './settle-charge.ts';
import { shipOrder } from './ship-order.ts';
import { sweepOrders } from './sweep-orders.ts';

const windowMs = 30 * 60_000;
const paymentWindows = { user: windowMs, guest: windowMs, staff: windowMs };
const customer = newViewer();
const staff = newViewer(['orders:write']);

/** For a week, which no sequence of commands lasts. */
const authorisedUntil = new Date(Date.now() + 7 * 24 * 60 * 60_000);
function authorised(captures: 'ONE' | 'MANY'): ChargeResult {
  return { status: 'AUTHORISED', expiresAt: authorisedUntil, captures };
}

const results = fc.constantFrom<ChargeResult>(
  { status: 'CAPTURED' },
  { status: 'FAILED', code: 'card_declined' },
  { status: 'REQUIRES_ACTION', actionUrl: 'https://provider.example/confirm' },
  { status: 'PENDING' },
  authorised('MANY'),
  authorised('ONE'),
);
const calls = fc.record({
  result: results,
  loss: fc.constantFrom<Loss>('none', 'request', 'delayed', 'response'),
});
const command = fc.oneof(
  fc.record({ do: fc.constant('reserved' as const) }),
  fc.record({ do: fc.constant('rejected' as const) }),
  fc.record({ do: fc.constant('pay' as const), same: fc.boolean(), call: calls }),
  fc.record({ do: fc.constant('payByGiftCard' as const), same: fc.boolean(), call: calls }),
  fc.record({ do: fc.constant('report' as const), result: results, webhook: fc.boolean() }),
  fc.record({ do: fc.constant('expire' as const), webhook: fc.boolean() }),
  fc.record({ do: fc.constant('cancel' as const), byStaff: fc.boolean(), call: calls }),
  fc.record({
    ...{ do: fc.constant('fulfil' as const), units: fc.constantFrom(null, 1, 2) },
    call: calls,
  }),
  fc.record({ do: fc.constant('edit' as const), units: fc.integer({ min: 1, max: 6 }) }),
  // Inventory answers the last edit, or again an earlier one.
  fc.record({
    do: fc.constant('answer' as const),
    reserved: fc.boolean(),
    earlier: fc.constantFrom(0, 0, 0, 1),
  }),
  fc.record({ do: fc.constant('deliver' as const) }),
  fc.record({
    do: fc.constant('refund' as const),
    cents: fc.integer({ min: 1, max: 3_500 }),
    call: calls,
  }),
  fc.record({ do: fc.constant('requestReturn' as const), units: fc.constantFrom(1, 2) }),
  fc.record({ do: fc.constant('approveReturn' as const) }),
  fc.record({ do: fc.constant('cancelReturn' as const) }),
  fc.record({ do: fc.constant('receiveReturn' as const), call: calls }),
  fc.record({
    do: fc.constant('sweep' as const),
    minutes: fc.integer({ min: 0, max: 40 }),
    call: calls,
  }),
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

/** Creates one order, everything that acts on it, and a clock. */
async function openSaga() {
  const orders = createMemoryOrderStore();
  const bank = createUnreliableProvider();
  const { provider: payments } = bank;
  const card = newGiftCard(1_000n);
  const { ledger, giftCards } = createMemoryGiftCardLedger([card]);
  const cardBank = createLossyProvider(createGiftCardProvider({ ledger }));
  const setNext = (call: Parameters<typeof bank.setNext>[0]) => {
    bank.setNext(call);
    cardBank.setLoss(call.loss);
  };
  const cardNow = () => giftCards()[0] ?? card;
  const { id } = await placeTestOrder(orders, customer);
  const report = (error: unknown) => {
    throw error;
  };
  const ports = {
    ...{ orders, due: orders, payments, giftCardPayments: cardBank.provider },
    giftCards: { byCodeHash: async () => cardNow() },
    ...{ pendingMs: 60 * 60_000, report },
  };
  const [payKey, giftCardKey] = [newKey(), newKey()];
  let now = Date.now();
  const clock = () => new Date(now);
  const read = async (): Promise<Order> => {
    const [order] = await orders.byIds([id]);
    if (!order) throw new Error('the order does not exist');
    return order;
  };
  const lineId = (await read()).lines.map(({ variantId }) => lineIdOf({ id }, variantId))[0] ?? '';
  const lastReturn = async () => ({
    ...{ orderId: id, returnId: (await read()).returns.at(-1)?.id ?? '' },
    idempotencyKey: newKey(),
  });
  const acts: { [C in Command as C['do']]: (command: C) => Promise<unknown> } = {
    reserved: () => confirmOrder(orders, id, paymentWindows, clock()),
    rejected: () => rejectOrder(orders, id, []),
    pay({ same, call }) {
      setNext(call);
      const input = { orderId: id, paymentToken: 'tok', idempotencyKey: same ? payKey : newKey() };
      return payOrder(ports, customer, input, clock());
    },
    payByGiftCard({ same, call }) {
      setNext(call);
      const idempotencyKey = same ? giftCardKey : newKey();
      return payOrder(
        ports,
        customer,
        { orderId: id, giftCardCode: 'CODE', idempotencyKey },
        clock(),
      );
    },
    // The provider decides open charges and may report them, even repeatedly, in a webhook.
    async report({ result, webhook }) {
      bank.deliverDelayed();
      await cardBank.deliverDelayed();
      for (const [paymentId, charge] of bank.charges) {
        const open =
          charge.result.status === 'PENDING' || charge.result.status === 'REQUIRES_ACTION';
        if (open) decide(charge, result);
        if (webhook) await settleCharge(orders, paymentId, charge.result, clock());
      }
    },
    // The bank holds the money no longer.
    async expire({ webhook }) {
      for (const [paymentId, charge] of bank.charges) {
        if (charge.result.status !== 'AUTHORISED') continue;
        charge.result = { status: 'FAILED', code: 'canceled' };
        if (webhook) await settleCharge(orders, paymentId, charge.result, clock());
      }
    },
    cancel({ byStaff, call }) {
      setNext(call);
      const input = { orderId: id, reason: 'mind changed', idempotencyKey: newKey() };
      return cancelOrder(ports, byStaff ? staff : customer, input, clock());
    },
    async fulfil({ units, call }) {
      setNext(call);
      const { lines } = await read();
      const parcel = lines.map((line) => ({
        lineId: lineIdOf({ id }, line.variantId),
        quantity: units ?? 0,
      }));
      const input = { orderId: id, lines: units ? parcel : null, idempotencyKey: newKey() };
      return shipOrder(ports, staff, input, clock());
    },
    async edit({ units }) {
      const lines = (await read()).lines.map(({ variantId }) => ({ variantId, quantity: units }));
      const input = { orderId: id, lines, reason: 'more or less', idempotencyKey: newKey() };
      return editOrder(portsOf(orders), staff, input, clock());
    },
    async answer({ reserved, earlier }) {
      const editId = (await read()).edits.at(-1 - earlier)?.id ?? newKey();
      return reserved
        ? orders.update(id, decideApplication(editId, paymentWindows, clock()))
        : rejectEdit(orders, { orderId: id, editId, shortLines: [] }, clock());
    },
    deliver: () => markDelivered(orders, staff, { orderId: id, idempotencyKey: newKey() }),
    refund({ cents, call }) {
      setNext(call);
      const amount = { amount: (cents / 100).toFixed(2), currencyCode: 'EUR' };
      const input = { orderId: id, amount, reason: 'torn', idempotencyKey: newKey() };
      return refundOrder(ports, staff, input, clock());
    },
    requestReturn({ units: quantity }) {
      const lines = [{ lineId, quantity, reasonCode: 'OTHER' } as const];
      const input = { orderId: id, lines, idempotencyKey: newKey() };
      return requestReturn({ orders, returnPeriod }, customer, input, clock());
    },
    approveReturn: async () => approveReturn(orders, staff, await lastReturn(), clock()),
    cancelReturn: async () => cancelReturn(orders, customer, await lastReturn(), clock()),
    async receiveReturn({ call }) {
      setNext(call);
      return receiveReturn(ports, staff, await lastReturn(), clock());
    },
    sweep({ minutes, call }) {
      setNext(call);
      now += minutes * 60_000;
      return sweepOrders(ports, clock());
    },
  };
  return {
    orders,
    bank,
    /** Returns the money that was taken from the gift card. */
    takenFromCard: () => card.initial.minor - cardNow().balance.minor,
    read,
    run: (one: Command) =>
      (acts[one.do] as (command: Command) => Promise<unknown>)(one).catch((error: Error) => {
        // A refusal is an expected result; every other error fails the test.
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

it('every sequence of commands leaves the order and its money in a consistent final state', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 25, size: 'max' }), async (commands) => {
      const { orders, bank, takenFromCard, read, run } = await openSaga();
      let { status } = await read();
      for (const one of commands) {
        await run(one);
        const order = await read();
        if (order.status !== status) expect(reachable(status)).toContain(order.status);
        status = order.status;
        expectStatusOfParcels(order);
        expectReturnsOfShippedUnits(order);
        expectUnchangedWhilePending(order);
        // Never more is refunded than was captured.
        expect(bank.balance()).toBeGreaterThanOrEqual(0n);
        expect(takenFromCard()).toBeGreaterThanOrEqual(0n);
      }
      // Each status was published once, in order.
      const published = orders.savedEvents.flatMap(({ type }) => statusAfter[type] ?? []);
      expect(new Set(published).size).toBe(published.length);
      expect(published.at(-1)).toBe(publishedStatus(status));

      // The provider decides and responds again without a webhook, and time passes.
      await run({ do: 'report', result: { status: 'CAPTURED' }, webhook: false });
      await run({ do: 'answer', reserved: true, earlier: 0 });
      const call = { result: { status: 'CAPTURED' }, loss: 'none' } as const;
      for (const minutes of [61, 1, 7 * 24 * 60, 1]) await run({ do: 'sweep', minutes, call });
      const order = await read();
      expect(bank.balance()).toBeGreaterThanOrEqual(0n);
      expect(order.payments.filter(({ status }) => /PENDING|REQUIRES/.test(status))).toEqual([]);
      expect(order.refunds.filter(({ status }) => status === 'PENDING')).toEqual([]);
      const heldBy = (isGiftCard: boolean) => {
        const payments = order.payments.filter((one) => (one.giftCardId !== null) === isGiftCard);
        const refunds = order.refunds.filter(({ paymentId }) =>
          payments.some(({ id }) => id === paymentId),
        );
        const account = { ...order, payments, refunds };
        return paidOf(account).minor - refundedOf(account).minor;
      };
      expect(bank.balance()).toBe(heldBy(false));
      expect(takenFromCard()).toBe(heldBy(true));
      expect(order.status).not.toBe('PENDING');
      expect(order.payments.some(({ status }) => status === 'AUTHORISED')).toBe(false);
      const declined = order.payments.filter(
        (one) => one.status === 'FAILED' && !one.authorisation,
      );
      expect(declined.length).toBeLessThanOrEqual(maxPaymentAttempts);
      expect(pendingEditOf(order)).toBeUndefined();
      if (/CANCELLED|REJECTED/.test(order.status)) {
        expect([bank.balance(), takenFromCard()]).toEqual([0n, 0n]);
      } else expectPaidOnce(order);
    }),
    { numRuns: 1_000 },
  );
});

/** Never more is shipped than was ordered, and the status is that of the parcels. */
function expectStatusOfParcels(order: Order): void {
  const left = order.lines.map((line) => unitsToShip(order, line));
  expect(Math.min(...left)).toBeGreaterThanOrEqual(0);
  const isPartly = left.some((units) => units > 0);
  const hasParcels = order.lines.some((line) => shippedUnits(order, line.variantId) > 0);
  const isOnItsWay = order.fulfilments.some(({ deliveredAt }) => deliveredAt === null);
  const shipped = isOnItsWay ? 'SHIPPED' : 'DELIVERED';
  if (hasParcels) expect(order.status).toBe(isPartly ? 'PARTIALLY_SHIPPED' : shipped);
}

/** Never more comes back than was shipped, and what came back is refunded as far as it was paid. */
function expectReturnsOfShippedUnits(order: Order): void {
  for (const line of order.lines) {
    expect(unitsToReturn(order, line)).toBeGreaterThanOrEqual(0);
    const isRefunded = refundedUnits(order, line.variantId) >= returnedUnits(order, line.variantId);
    const hasFailed = order.refunds.some(({ status }) => status === 'FAILED');
    expect(isRefunded || hasFailed || wasRefundedByAmount(order)).toBe(true);
  }
}

/** Whether staff have refunded amounts, of which less is left for the units. */
const wasRefundedByAmount = ({ refunds }: Order): boolean =>
  refunds.some(
    ({ parts, requestedBy, reasonCode }) =>
      parts === null && requestedBy === 'STAFF' && reasonCode !== 'ORDER_CHANGED',
  );

/**
 * However often it was tried, the total is paid once, or less of it when an edit has made the order cost more, or an
 * authorisation was lost.
 */
function expectPaidOnce(order: Order): void {
  const due = amountDueOf(order).minor;
  expect(securedOf(order).minor + due).toBe(order.total.minor);
  const costsMore = order.edits.some(
    ({ status, before, after }) => status === 'APPLIED' && after.total.minor > before.total.minor,
  );
  const isLost = order.payments.some((one) => one.authorisation && one.failureCode !== null);
  if (!costsMore && !isLost) expect(due).toBe(0n);
}

/** An order has its lines from before until its edit is applied, and the total is that of the lines. */
function expectUnchangedWhilePending(order: Order): void {
  const pending = pendingEditOf(order);
  if (pending) expect(order.lines).toEqual(pending.before.lines);
  const units = order.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  expect(order.total.minor).toBe(1_000n * BigInt(units));
}

/** Returns every status that an order may pass through in one command. */
function reachable(from: OrderStatus): OrderStatus[] {
  const next = transitions[from];
  return [...next, ...next.flatMap(reachable)];
}
