import { type Money, Refusal, type RefusalReason, validate } from '@shop/domain';
import { z } from 'zod';
import { amountDueOf, securedOf } from '../account.ts';
import { variantLinesField } from '../cart/cart.ts';
import type { Order, OrderLine } from '../order.ts';
import type { OrderStore } from '../ports.ts';
import { type DescribedBreakdown, describe } from '../pricing/describe.ts';
import { breakdownOf } from '../pricing/order-breakdown.ts';
import { assertEditable } from './assert-editable.ts';
import { type PriceEditPorts, priceEdit } from './price-edit.ts';

const previewInput = z.object({ orderId: z.string(), lines: variantLinesField() });
export type EditPreviewInput = z.input<typeof previewInput>;
type EditPreviewRequest = z.output<typeof previewInput>;

/** What an edit would make of an order, or why it would be refused. */
export type EditPreview = {
  readonly order: Order;
  readonly lines: readonly OrderLine[];
  readonly pricing: DescribedBreakdown | null;
  readonly amountDue: Money | null;
  readonly amountRefunded: Money | null;
  readonly reasons: readonly RefusalReason[];
};

/** Parses the input of a preview. Refuses INVALID_VALUE. */
export const parseEditPreview = (input: EditPreviewInput): EditPreviewRequest =>
  validate(previewInput, input);

/** Prices an edit of an order without saving it. `undefined` when there is no such order. */
export async function previewEdit(
  ports: PriceEditPorts & { readonly orders: Pick<OrderStore, 'byIds'> },
  { orderId, lines }: EditPreviewRequest,
  now = new Date(),
): Promise<EditPreview | undefined> {
  const [order] = await ports.orders.byIds([orderId]);
  if (!order) return undefined;
  try {
    assertEditable(order);
    const { after } = await priceEdit(ports, order, lines, now);
    const edited = { ...order, ...after };
    const excess = securedOf(order).minor - after.total.minor;
    return {
      ...{ order, lines: after.lines, pricing: describe(breakdownOf(edited)), reasons: [] },
      amountDue: amountDueOf(edited),
      amountRefunded: { ...after.total, minor: excess > 0n ? excess : 0n },
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const nothing = { lines: [], pricing: null, amountDue: null, amountRefunded: null };
    return { order, ...nothing, reasons: error.reasons };
  }
}
