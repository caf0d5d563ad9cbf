import { until } from '@shop/service/until';
import {
  CancelOrderDocument,
  EditedOrderDocument,
  EditOrderDocument,
  PayOrderDocument,
  ShipOrderDocument,
} from '../generated/graphql.ts';
import type { OrderPlan } from './order-plans.ts';
import { persistentRequest } from './persistent-request.ts';

/** Returns what the input of a step of the plan has in common with the others: each has a key of its own. */
export type Step = (name: string) => { readonly orderId: string; readonly idempotencyKey: string };
/** What staff do with an order: each step has its own idempotency key. */
export type Staff = { readonly url: string; readonly token: string; readonly step: Step };

/** Returns other lines than those of the plan: more units, or one unit of the first line alone. */
const editedLines = ({ n, lines: [first, ...others] }: OrderPlan) => {
  const { variantId = '', quantity = 0 } = first ?? {};
  return n % 3 === 0
    ? [{ variantId, quantity: 1 }]
    : [{ variantId, quantity: quantity + 1 }, ...others];
};

/** Edits a paid order, and when inventory has answered pays what is due and ships it, or cancels it. */
export async function editPaid(
  { url, token, step }: Staff,
  customer: string,
  plan: OrderPlan,
): Promise<void> {
  const edit = { ...step('edit'), lines: editedLines(plan), reason: 'chaos' };
  await persistentRequest(url, EditOrderDocument, { input: edit }, token);
  if (plan.n % 3 === 1) {
    const input = { ...step('cancel-edited'), reason: 'chaos' };
    await persistentRequest(url, CancelOrderDocument, { input }, token);
    return;
  }
  const { orderId } = step('read');
  await until(
    `the edit of order ${orderId} to be answered`,
    async () => {
      const { order } = await persistentRequest(url, EditedOrderDocument, { id: orderId }, token);
      return order?.pendingEdit === null;
    },
    { deadlineMs: 1_200_000, everyMs: 100 },
  );
  const payment = { ...step('pay-edited'), paymentToken: 'tok_success' };
  await persistentRequest(url, PayOrderDocument, { input: payment }, customer);
  await persistentRequest(url, ShipOrderDocument, { input: step('ship-edited') }, token);
}
