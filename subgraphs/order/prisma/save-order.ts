import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import { changedItems } from '../domain/changed-items.ts';
import type { Order } from '../domain/order.ts';
import type { OrderChange } from '../domain/order-change.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { toChangedRow, toLineRows, toNewRow } from './order-rows.ts';

type Transaction = Prisma.TransactionClient;

/** Saves a new order with its events and steps, and columns that only the store reads. */
export async function insertOrder(
  tx: Transaction,
  change: OrderChange,
  origin: Origin,
  columns: Pick<Prisma.OrderUncheckedCreateInput, 'guestNetwork' | 'cartId' | 'cartVersion'>,
): Promise<Order> {
  const { next } = change;
  const lines = { createMany: { data: toLineRows(next) } };
  const data = { ...toNewRow(next, origin.correlationId), ...columns, lines };
  await tx.order.create({ data, select: { id: true } });
  await saveHistory(tx, change, origin);
  return next;
}

/** Saves what a decision has changed, with its events and steps. The caller holds the lock of the order. */
export async function updateOrder(
  tx: Transaction,
  before: Order,
  change: OrderChange,
  origin: Origin,
): Promise<Order> {
  const { next, polls } = change;
  const saved = await tx.order.update({
    where: { id: next.id },
    data: toChangedRow(before, next),
    select: { version: true, updatedAt: true },
  });
  for (const [, { amount, ...payment }] of changedItems(before.payments, next.payments)) {
    const { id, status, failureCode, actionUrl } = payment;
    const poll = polls.find(({ paymentId }) => paymentId === id);
    const pollAt = poll && { pollAt: poll.at };
    await tx.payment.upsert({
      where: { id },
      create: { ...payment, ...pollAt, orderId: next.id, amountMinor: amount.minor },
      update: { status, failureCode, actionUrl, ...pollAt },
    });
  }
  for (const [, { amount, ...refund }] of changedItems(before.refunds, next.refunds)) {
    const { id, status, failureCode } = refund;
    await tx.refund.upsert({
      where: { id },
      create: { ...refund, orderId: next.id, amountMinor: amount.minor },
      update: { status, failureCode },
    });
  }
  await saveHistory(tx, change, origin);
  return { ...next, ...saved };
}

/** Saves the events in the outbox and the steps in the timeline. */
async function saveHistory(
  tx: Transaction,
  { next, events, steps }: OrderChange,
  origin: Origin,
): Promise<void> {
  await saveEvents(tx, 'order', events, origin);
  const { correlationId, actorId = null } = origin;
  const at = new Date();
  for (const step of steps) {
    const data = { actorId, ...step, orderId: next.id, correlationId, at };
    await tx.orderStep.create({ data, select: { id: true } });
  }
}
