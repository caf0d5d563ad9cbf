import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import type { Order, OrderEvent } from '../domain/order.ts';
import type { Change } from '../domain/ports.ts';
import { stepOf } from '../domain/timeline.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { changed, toChangedRow, toLineRows, toNewRow } from './order-rows.ts';

type Transaction = Prisma.TransactionClient;

/** Saves a new order with its events. */
export async function insertOrder(
  tx: Transaction,
  { next, events }: Change<Order, OrderEvent>,
  origin: Origin,
): Promise<Order> {
  const lines = { createMany: { data: toLineRows(next) } };
  const data = { ...toNewRow(next, origin.correlationId), lines };
  await tx.order.create({ data, select: { id: true } });
  await saveSteps(tx, next.id, events, origin);
  return next;
}

/** Saves what a decision has changed, with its events. The caller holds the lock of the order. */
export async function updateOrder(
  tx: Transaction,
  before: Order,
  { next, events }: Change<Order, OrderEvent>,
  origin: Origin,
): Promise<Order> {
  const saved = await tx.order.update({
    where: { id: next.id },
    data: toChangedRow(before, next),
    select: { version: true, updatedAt: true },
  });
  for (const { amount, ...payment } of changed(before.payments, next.payments)) {
    const { id, status, failureCode, actionUrl } = payment;
    await tx.payment.upsert({
      where: { id },
      create: { ...payment, orderId: next.id, amountMinor: amount.minor },
      update: { status, failureCode, actionUrl },
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
  await saveSteps(tx, next.id, events, origin);
  return { ...next, ...saved };
}

/** Events go to the outbox, and into the timeline of their order. */
async function saveSteps(
  tx: Transaction,
  orderId: string,
  events: readonly OrderEvent[],
  origin: Origin,
): Promise<void> {
  const saved = await saveEvents(tx, 'order', events, origin);
  const { correlationId, actorId = null } = origin;
  for (const [n, event] of events.entries()) {
    const at = saved[n]?.time ?? new Date();
    const data = { ...stepOf(event), orderId, actorId, correlationId, at };
    await tx.orderStep.create({ data, select: { id: true } });
  }
}
