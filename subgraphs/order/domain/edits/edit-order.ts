import {
  assertVersion,
  expectedVersionField,
  idempotencyKeyField,
  moneyField,
  moneyToMessage,
  newId,
  Refusal,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { variantLinesField } from '../cart/cart.ts';
import { type Order, orderEventData, orderNotFound } from '../order.ts';
import { changeOf, type OrderChange } from '../order-change.ts';
import { newOrderKey, type OrderKey } from '../order-key.ts';
import { type StartWait, waitForMsField, withoutWait } from '../order-wait.ts';
import type { OrderStore } from '../ports.ts';
import { assertExpectedTotal } from '../price-lines.ts';
import { PromotionUsedUp } from '../pricing/redemption.ts';
import { causeOfEdit, editReason, hasReason } from '../reason-codes.ts';
import { assertEditable } from './assert-editable.ts';
import { type OrderEdit, pendingEditOf } from './edit.ts';
import { type PricedEdit, type PriceEditPorts, priceEdit } from './price-edit.ts';

const editOrderInput = z
  .object({
    orderId: z.string(),
    lines: variantLinesField(),
    ...editReason,
    expectedTotal: moneyField.nullish(),
    expectedVersion: expectedVersionField,
    waitForMs: waitForMsField,
    idempotencyKey: idempotencyKeyField,
  })
  .refine(...hasReason);
export type EditOrderInput = z.input<typeof editOrderInput>;
type EditRequest = Omit<z.output<typeof editOrderInput>, 'waitForMs'>;

export type EditOrderPorts = PriceEditPorts & {
  readonly orders: OrderStore;
  readonly startWait?: StartWait;
};

/** How often an edit is priced again because the order, or a promotion, has changed in the meantime. */
const maxPricings = 5;

/**
 * Requests other lines of a CONFIRMED or PAID order of which nothing was shipped. Inventory decides afterwards whether the
 * units are available; `waitForMs` waits for it. Refuses INVALID_VALUE, NOT_FOUND, DUPLICATE_LINE, UNKNOWN_VARIANT,
 * VARIANT_UNAVAILABLE, MIXED_CURRENCIES, PRICE_CHANGED, ILLEGAL_TRANSITION, PAYMENT_IN_PROGRESS, LIMIT_REACHED,
 * VERSION_CONFLICT.
 */
export async function editOrder(
  ports: EditOrderPorts,
  staff: Viewer,
  input: EditOrderInput,
  now = new Date(),
): Promise<Order> {
  const { waitForMs, ...request } = validate(editOrderInput, input);
  const awaitOrder = (ports.startWait ?? withoutWait)(waitForMs);
  const key = newOrderKey('editOrder', { viewer: staff }, request);
  const order = await requestEdit(ports, { staff, request, key, now });
  return awaitOrder(order, (one) => pendingEditOf(one) === undefined);
}

type Requested = {
  readonly staff: Viewer;
  readonly request: EditRequest;
  readonly key: OrderKey;
  readonly now: Date;
};

/** The order has changed since the edit was priced. */
class OrderChanged extends Error {}

async function requestEdit(ports: EditOrderPorts, requested: Requested): Promise<Order> {
  for (let pricings = 1; pricings <= maxPricings; pricings++) {
    try {
      return await priceAndSave(ports, requested);
    } catch (error) {
      if (!(error instanceof PromotionUsedUp || error instanceof OrderChanged)) throw error;
    }
  }
  return refuse('PRICE_CHANGED', 'The order or its promotions have changed. Try again.');
}

async function priceAndSave(
  ports: EditOrderPorts,
  { staff, request, key, now }: Requested,
): Promise<Order> {
  const [before] = await ports.orders.byIds([request.orderId]);
  if (!before) return orderNotFound();
  const priced = await priceOrReplay(ports, before, { request, key, now });
  if ('replayed' in priced) return priced.replayed;
  const decide = (order: Order): OrderChange => {
    assertVersion(order, request.expectedVersion);
    assertEditable(order);
    if (order.version !== before.version) throw new OrderChanged();
    return decideEdit(order, priced, { staff, request, now });
  };
  return ports.orders.update(request.orderId, decide, key);
}

/** Prices may have changed since the first request with this key, and the order has: only a refusal looks for it. */
async function priceOrReplay(
  ports: EditOrderPorts,
  order: Order,
  { request, key, now }: Omit<Requested, 'staff'>,
): Promise<PricedEdit | { readonly replayed: Order }> {
  try {
    assertVersion(order, request.expectedVersion);
    assertEditable(order);
    const priced = await priceEdit(ports, order, request.lines, now);
    assertExpectedTotal(priced.after.total, request.expectedTotal);
    return priced;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const replayed = await ports.orders.byKey(key);
    if (replayed) return { replayed };
    throw error;
  }
}

function decideEdit(
  order: Order,
  { after, redeemed }: PricedEdit,
  { staff, request, now }: Omit<Requested, 'key'>,
): OrderChange {
  const { lines, total, pricing } = order;
  const cause = causeOfEdit(request);
  const edit: OrderEdit = {
    ...{ id: newId(), status: 'PENDING', actorId: staff.id, ...cause },
    ...{ before: { lines, total, pricing }, after },
    ...{ wasPaid: false, refundIds: [], shortLines: [], requestedAt: now, decidedAt: null },
  };
  const next = { ...order, edits: [...order.edits, edit] };
  const data = {
    ...{ ...orderEventData(next), ...editEventData(edit), editNumber: next.edits.length },
    editedLines: after.lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
    editedTotal: moneyToMessage(after.total),
  };
  const event = { type: 'order.edit_requested.v1', subject: order.id, data } as const;
  return { ...changeOf(order, next, [event]), redeemed };
}

/** Returns the data of an edit that its events carry beside those of the order. */
export const editEventData = ({ id: editId, reason, reasonCode }: OrderEdit) => ({
  ...{ editId, requestedBy: 'STAFF' as const, reason, ...(reasonCode && { reasonCode }) },
});
