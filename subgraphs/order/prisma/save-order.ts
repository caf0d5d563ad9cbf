import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import {
  assignRow,
  insertRows,
  type Parameter,
  type Row,
  type SqlDatabase,
  writeTogether,
} from '@shop/service/postgres';
import { changedItems } from '../domain/changed-items.ts';
import { promotionsUsedBy, type UsedPromotion } from '../domain/edits/promotions-used.ts';
import type { Order } from '../domain/order.ts';
import type { OrderChange } from '../domain/order-change.ts';
import type { Redemption } from '../domain/pricing/redemption.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { toChangedRow, toLineRows, toNewRow, toPaymentRow } from './order-rows.ts';

type StoreColumns = Pick<
  Prisma.OrderUncheckedCreateInput,
  'guestNetwork' | 'cartId' | 'cartVersion'
>;

/** Saves a new order with its events and steps, and columns that only the store reads. */
export async function insertOrder(
  tx: SqlDatabase,
  change: OrderChange,
  redemptions: readonly Redemption[],
  origin: Origin,
  columns: StoreColumns,
): Promise<Order> {
  const { next } = change;
  const row = { ...toNewRow(next, origin.correlationId), ...columns };
  await writeTogether(tx, (parameter) => [
    ...insertRows('orders', [row], parameter),
    ...insertRows('order_lines', lineRows(next), parameter),
    ...insertRows('order_steps', stepRows(change, origin), parameter),
    ...insertRows('redemptions', redemptionRows(next, redemptions), parameter),
  ]);
  await saveEvents(tx, 'order', change.events, origin);
  return next;
}

/** Saves what a decision has changed, with its events and steps. The caller holds the lock of the order. */
export async function updateOrder(
  tx: SqlDatabase,
  before: Order,
  change: OrderChange,
  origin: Origin,
): Promise<Order> {
  const { next, events } = change;
  const updatedAt = new Date();
  const row = { ...toChangedRow(before, next), updatedAt };
  const [polled, others] = paymentRows(before, change);
  const isEdited = next.lines !== before.lines;
  // A statement of its own: those that are written together do not see each other's rows.
  if (isEdited) await tx.$executeRaw`DELETE FROM order_lines WHERE order_id = ${next.id}::uuid`;
  const update = [
    ...['status', 'failure_code', 'action_url'],
    ...['authorisation', 'captures', 'captured_minor'],
  ];
  const inserts = (table: string, rows: readonly Row[], columns: readonly string[]) =>
    [table, rows, { conflict: { key: 'id', update: columns } }] as const;
  await writeTogether(tx, (parameter) => [
    `UPDATE orders SET ${assignRow('orders', row, parameter)} WHERE id = ${parameter(next.id)}`,
    ...[
      inserts('payments', polled, [...update, 'poll_at']),
      inserts('payments', others, update),
      inserts('refunds', refundRows(before, next), ['status', 'failure_code', 'is_release']),
    ].flatMap(([table, rows, options]) => insertRows(table, rows, parameter, options)),
    ...insertRows('order_steps', stepRows(change, origin), parameter),
    ...(isEdited ? insertRows('order_lines', lineRows(next), parameter) : []),
    ...redemptionStatements(before, next, parameter),
  ]);
  await saveEvents(tx, 'order', events, origin);
  return { ...next, version: row.version, updatedAt };
}

const lineRows = (order: Order): Row[] =>
  toLineRows(order).map((line) => ({ orderId: order.id, ...line }));

/** Releases the promotions that the order does not use any more, and counts those that it begins to use. */
function redemptionStatements(before: Order, next: Order, parameter: Parameter): string[] {
  const [used, uses] = [promotionsUsedBy(before), promotionsUsedBy(next)];
  const codesOf = (all: readonly UsedPromotion[]) => all.map(({ promotionCode }) => promotionCode);
  const released = codesOf(used).filter((code) => !codesOf(uses).includes(code));
  const added = uses.filter(
    (one) => !used.some((other) => other.promotionCode === one.promotionCode),
  );
  const rows = redemptionRows(next, added).map((row) => ({ ...row, releasedAt: null }));
  const conflict = {
    key: ['order_id', 'promotion_code'],
    update: ['voucher_code', 'released_at'],
  } as const;
  return [
    ...(released.length > 0
      ? [
          `UPDATE redemptions SET released_at = now()
           WHERE order_id = ${parameter(next.id)} AND promotion_code = ANY(${parameter(released)})`,
        ]
      : []),
    ...insertRows('redemptions', rows, parameter, { conflict }),
  ];
}

const redemptionRows = ({ id }: Order, redemptions: readonly UsedPromotion[]): Row[] =>
  redemptions.map(({ promotionCode, voucherCode }) => ({
    orderId: id,
    promotionCode,
    voucherCode,
  }));

/** New and changed payments: those with another time of polling, and those that keep theirs. */
function paymentRows(before: Order, { next, polls }: OrderChange): [Row[], Row[]] {
  const rows = changedItems(before.payments, next.payments).map(([, payment]) => {
    const poll = polls.find(({ paymentId }) => paymentId === payment.id);
    const row = { ...toPaymentRow(payment), orderId: next.id };
    return { row: poll ? { ...row, pollAt: poll.at } : row, isPolled: poll !== undefined };
  });
  const rowsOf = (polled: boolean) =>
    rows.flatMap(({ row, isPolled }) => (isPolled === polled ? [row] : []));
  return [rowsOf(true), rowsOf(false)];
}

const refundRows = (before: Order, next: Order): Row[] =>
  changedItems(before.refunds, next.refunds).map(([, { amount, ...refund }]) => ({
    ...{ ...refund, orderId: next.id, amountMinor: amount.minor },
  }));

function stepRows({ next, steps }: OrderChange, origin: Origin): Row[] {
  const { correlationId } = origin;
  const actorId: string | null = origin.actorId ?? null;
  const at = new Date();
  return steps.map((step) => ({ actorId, ...step, orderId: next.id, correlationId, at }));
}
