import { until } from '@shop/service/until';
import {
  ApproveReturnDocument,
  CancelOrderDocument,
  CancelReturnDocument,
  MarkDeliveredDocument,
  OrderDocument,
  OrderStoryDocument,
  PayOrderDocument,
  ReceiveReturnDocument,
  RefundOrderDocument,
  RefuseReturnDocument,
  RequestReturnDocument,
  ShipOrderDocument,
} from '../generated/graphql.ts';
import { editPaid, type Staff, type Step } from './edit-paid.ts';
import { giftCards, type OrderPlan } from './order-plans.ts';
import { persistentRequest } from './persistent-request.ts';
import { placePlanned } from './place-planned.ts';

export type Tokens = { readonly customer: string; readonly staff: string };

/** Beyond the lease of the embedded bus, restarts, and the retries of the bus up to 10 minutes. */
const waiting = { deadlineMs: 1_200_000, everyMs: 100 };

/**
 * Places an order and does everything that is planned with it. Each step has its own idempotency key, so
 * that all of it can be repeated after a crash, wherever that was. A refused step is not an error.
 */
export async function executePlan(url: string, tokens: Tokens, plan: OrderPlan): Promise<void> {
  const { key, course } = plan;
  const { id: orderId, lines } = await placePlanned(url, tokens.customer, plan);
  const step = (name: string) => ({ orderId, idempotencyKey: `${name}-${key}` });
  const cancel = async () => {
    const cancellation = { ...step('cancel'), reason: 'chaos' };
    await persistentRequest(url, CancelOrderDocument, { input: cancellation }, tokens.customer);
  };

  if (course === 'abandon') return;
  if (course === 'cancel') return cancel();
  const customer = { url, token: tokens.customer, orderId };
  if (await isCancelledAfter('PENDING', customer)) return;
  if (course === 'gift') return payByGiftCard(customer, step, plan, cancel);
  const payment = { ...step('pay'), paymentToken: plan.paymentToken };
  await persistentRequest(url, PayOrderDocument, { input: payment }, tokens.customer);
  if (course === 'confirm') return decide(customer, plan.n % 2 === 0 ? 'approve' : 'decline');
  if (course === 'retry') return payAgain(customer, step('pay-again'));
  // The result may come late: it is not waited for.
  if (course === 'pay' || course === 'decline') return;
  if (course === 'cancel-paid') return cancel();
  if (await isCancelledAfter('CONFIRMED', customer)) return;
  const staff = { url, token: tokens.staff, step };
  if (course === 'edit') return editPaid(staff, tokens.customer, plan);
  await handlePaid(staff, course, lines);
  if (course === 'return') await sendBack(staff, tokens.customer, plan, lines);
}

type Units = { readonly lines?: { lineId: string; quantity: number }[] };

/** Does what staff do with a paid order on these courses. */
async function handlePaid(
  { url, token, step }: Staff,
  course: OrderPlan['course'],
  [line]: readonly { readonly id: string }[],
): Promise<void> {
  if (!line) throw new Error('the order has no line');
  const lines = [{ lineId: line.id, quantity: 1 }];
  const ship = (name: string, units: Units = {}) =>
    persistentRequest(url, ShipOrderDocument, { input: { ...step(name), ...units } }, token);
  const reason = 'chaos';
  if (course === 'parcels' || course === 'part') await ship('ship-unit', { lines });
  if (course === 'part') {
    const input = { ...step('cancel-rest'), reason };
    await persistentRequest(url, CancelOrderDocument, { input }, token);
    return;
  }
  await ship('ship');
  if (course === 'refund') {
    const input = { ...step('refund'), lines, reason };
    await persistentRequest(url, RefundOrderDocument, { input }, token);
  } else {
    await persistentRequest(url, MarkDeliveredDocument, { input: step('deliver') }, token);
  }
}

/** Returns a unit of the first line, in each of the ways in which a return ends. */
async function sendBack(
  { url, token, step }: Staff,
  customer: string,
  { n }: OrderPlan,
  [line]: readonly { readonly id: string }[],
): Promise<void> {
  const lineId = line?.id ?? '';
  const request = {
    ...step('return'),
    lines: [{ lineId, quantity: 1, reasonCode: 'OTHER' as const }],
  };
  const requested = await persistentRequest(
    url,
    RequestReturnDocument,
    { input: request },
    customer,
  );
  const returnId = requested.requestReturn?.order?.returns[0]?.id ?? '';
  const inputOf = (name: string) => ({ ...step(name), returnId });
  if (n % 4 === 0) {
    const input = { ...inputOf('refuse-return'), reason: 'chaos' };
    await persistentRequest(url, RefuseReturnDocument, { input }, token);
    return;
  }
  await persistentRequest(url, ApproveReturnDocument, { input: inputOf('approve-return') }, token);
  if (n % 4 === 1) {
    const input = inputOf('cancel-return');
    await persistentRequest(url, CancelReturnDocument, { input }, customer);
    return;
  }
  const lines = [{ lineId, ...(n % 4 === 2 ? { restocked: 1 } : { writtenOff: 1 }) }];
  const input = { ...inputOf('receive-return'), lines };
  await persistentRequest(url, ReceiveReturnDocument, { input }, token);
}

type CustomersOrder = { readonly url: string; readonly token: string; readonly orderId: string };

/** Pays with a gift card as far as it goes, and the rest by card. Cancels every other order. */
async function payByGiftCard(
  { url, token }: CustomersOrder,
  step: Step,
  { n, paymentToken }: OrderPlan,
  cancel: () => Promise<void>,
): Promise<void> {
  const giftCardCode = giftCards.codes[n % giftCards.codes.length] ?? '';
  const first = { ...step('pay-by-gift-card'), giftCardCode };
  await persistentRequest(url, PayOrderDocument, { input: first }, token);
  const rest = { ...step('pay'), paymentToken };
  await persistentRequest(url, PayOrderDocument, { input: rest }, token);
  // Of the codes, each has orders of both kinds.
  if (Math.floor(n / giftCards.codes.length) % 2 === 0) await cancel();
}

/** Pays with another card, as soon as the first payment has failed. */
async function payAgain(
  { url, token, orderId }: CustomersOrder,
  payment: { readonly orderId: string; readonly idempotencyKey: string },
): Promise<void> {
  await until(
    `the payment of order ${orderId} to fail`,
    async () => {
      const { order } = await persistentRequest(url, OrderStoryDocument, { id: orderId }, token);
      return order?.payments.every(({ status }) => /FAILED|AUTHORISED|CAPTURED/.test(status));
    },
    waiting,
  );
  const input = { ...payment, paymentToken: 'tok_success' };
  await persistentRequest(url, PayOrderDocument, { input }, token);
}

/** Decides on the provider's page, until the shop knows the decision. */
async function decide({ url, token, orderId }: CustomersOrder, decision: string): Promise<void> {
  const form = { method: 'POST', body: new URLSearchParams({ decision }) };
  await until(
    `the payment of order ${orderId} to be decided`,
    async () => {
      const { order } = await persistentRequest(url, OrderStoryDocument, { id: orderId }, token);
      const payment = order?.payments.at(-1);
      if (!payment || /FAILED|AUTHORISED|CAPTURED/.test(payment.status)) return true;
      if (payment.actionUrl) await fetch(payment.actionUrl, form).catch(() => undefined);
      return false;
    },
    waiting,
  );
}

/** Waits until the order has another status. A repeated plan may find any later one, such as SHIPPED. */
async function isCancelledAfter(
  status: string,
  { url, token, orderId }: CustomersOrder,
): Promise<boolean> {
  const next = await until(
    `order ${orderId} not to be ${status} any more`,
    async () => {
      const { order } = await persistentRequest(url, OrderDocument, { id: orderId }, token);
      return order && order.status !== status ? order.status : undefined;
    },
    waiting,
  );
  return next === 'REJECTED' || next === 'CANCELLED';
}
