import { setTimeout as sleep } from 'node:timers/promises';
import {
  CancelOrderDocument,
  FulfilOrderDocument,
  MarkDeliveredDocument,
  OrderDocument,
  OrderStoryDocument,
  PayOrderDocument,
  PlaceOrderDocument,
  RefundOrderDocument,
} from '../generated/graphql.ts';
import { insist } from './graph.ts';
import type { Intent } from './intents.ts';

export type Tokens = { readonly customer: string; readonly staff: string };

/**
 * One order with all that is meant to happen to it. Every step has a key of its own, so that all of
 * it can be done again by whoever goes on after a crash; a refusal is an answer like any other.
 */
export async function buy(url: string, tokens: Tokens, intent: Intent): Promise<void> {
  const { key, plan } = intent;
  const lines = intent.lines.map((line) => ({ ...line }));
  const placing = { lines, idempotencyKey: key };
  const { placeOrder } = await insist(url, PlaceOrderDocument, { input: placing }, tokens.customer);
  const orderId = placeOrder?.order?.id;
  if (!orderId) throw new Error(`not placed: ${JSON.stringify(placeOrder?.userErrors)}`);
  const step = (name: string) => ({ orderId, idempotencyKey: `${name}-${key}` });
  const cancel = async () => {
    const input = { ...step('cancel'), reason: 'chaos' };
    await insist(url, CancelOrderDocument, { input }, tokens.customer);
  };

  if (plan === 'leave') return;
  if (plan === 'cancel') return cancel();
  if ((await leaves('PENDING')) !== 'CONFIRMED') return;
  const payment = { ...step('pay'), paymentToken: intent.paymentToken };
  await insist(url, PayOrderDocument, { input: payment }, tokens.customer);
  if (plan === 'confirm') return decide();
  // One that comes late may never be waited for.
  if (plan === 'pay' || plan === 'decline') return;
  if (plan === 'return') return cancel();
  if ((await leaves('CONFIRMED')) !== 'PAID') return;
  await insist(url, FulfilOrderDocument, { input: step('ship') }, tokens.staff);
  if (plan === 'ship') {
    await insist(url, MarkDeliveredDocument, { input: step('deliver') }, tokens.staff);
    return;
  }
  const some = { amount: '1.00', currencyCode: 'EUR' };
  const refund = { ...step('refund'), amount: some, reason: 'chaos' };
  await insist(url, RefundOrderDocument, { input: refund }, tokens.staff);

  /** What the customer says on the provider's page, until the shop has heard of it. */
  async function decide(): Promise<void> {
    const decision = intent.n % 2 === 0 ? 'approve' : 'decline';
    const form = { method: 'POST', body: new URLSearchParams({ decision }) };
    for (;;) {
      const id = { id: orderId ?? '' };
      const { order } = await insist(url, OrderStoryDocument, id, tokens.customer);
      const payment = order?.payments.at(-1);
      if (!payment || payment.status === 'CAPTURED' || payment.status === 'FAILED') return;
      if (payment.actionUrl) await fetch(payment.actionUrl, form).catch(() => undefined);
      await sleep(100);
    }
  }

  /** The status after this one. */
  async function leaves(status: string): Promise<string> {
    for (;;) {
      const { order } = await insist(url, OrderDocument, { id: orderId ?? '' }, tokens.customer);
      if (order && order.status !== status) return order.status;
      await sleep(100);
    }
  }
}
