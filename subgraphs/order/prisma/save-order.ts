import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import { awaitsAnswer, firstAsk } from '../domain/ask-payment.ts';
import type { Order, OrderChange } from '../domain/order.ts';
import { stepsOf } from '../domain/timeline.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { changed, toChangedRow, toLineRows, toNewRow } from './order-rows.ts';

type Transaction = Prisma.TransactionClient;

/** Saves a new order with its events. */
export async function insertOrder(
  tx: Transaction,
  { next, events }: OrderChange,
  origin: Origin,
): Promise<Order> {
  const lines = { createMany: { data: toLineRows(next) } };
  const data = { ...toNewRow(next, origin.correlationId), lines };
  await tx.order.create({ data, select: { id: true } });
  await saveHistory(tx, undefined, { next, events }, origin);
  return next;
}

/** Saves what a decision has changed, with its events. The caller holds the lock of the order. */
export async function updateOrder(
  tx: Transaction,
  before: Order,
  { next, events }: OrderChange,
  origin: Origin,
): Promise<Order> {
  const saved = await tx.order.update({
    where: { id: next.id },
    data: toChangedRow(before, next),
    select: { version: true, updatedAt: true },
  });
  for (const payment of changed(before.payments, next.payments)) {
    const { amount, ...columns } = payment;
    const { id, status, failureCode, actionUrl } = payment;
    const awaited = awaitsAnswer(payment);
    const askAt = awaited ? firstAsk(payment) : null;
    await tx.payment.upsert({
      where: { id },
      create: { ...columns, orderId: next.id, amountMinor: amount.minor, askAt },
      update: { status, failureCode, actionUrl, ...(!awaited && { askAt: null }) },
    });
  }
  for (const { amount, ...refund } of changed(before.refunds, next.refunds)) {
    const { id, status, failureCode } = refund;
    await tx.refund.upsert({
      where: { id },
      create: { ...refund, orderId: next.id, amountMinor: amount.minor },
      update: { status, failureCode },
    });
  }
  await saveHistory(tx, before, { next, events }, origin);
  return { ...next, ...saved };
}

/** Events go to the outbox; they and what else has happened, into the timeline of their order. */
async function saveHistory(
  tx: Transaction,
  before: Order | undefined,
  change: OrderChange,
  origin: Origin,
): Promise<void> {
  await saveEvents(tx, 'order', change.events, origin);
  const { correlationId } = origin;
  const at = new Date();
  for (const step of stepsOf(before, change, origin.actorId ?? null)) {
    const data = { ...step, orderId: change.next.id, correlationId, at };
    await tx.orderStep.create({ data, select: { id: true } });
  }
}
