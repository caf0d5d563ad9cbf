import {
  idempotencyKeyField,
  newId,
  newIdempotencyKey,
  Refusal,
  type RefusalReason,
  sum,
  times,
  type Viewer,
  validate,
} from '@shop/schema';
import { z } from 'zod';
import { type Order, type OrderLine, orderMessage } from './order.ts';
import type { CatalogueStore, CatalogueVariant, OrderStore } from './ports.ts';

const maxLines = 50;
const maxQuantity = 99;

const placeOrderInput = z.object({
  lines: z
    .array(
      z.object({
        variantId: z.string(),
        quantity: z
          .number()
          .int()
          .min(1, 'must be at least 1')
          .max(maxQuantity, `must be at most ${maxQuantity}`),
      }),
    )
    .min(1, 'an order needs at least one line')
    .max(maxLines, `an order has at most ${maxLines} lines`),
  idempotencyKey: idempotencyKeyField,
});
export type PlaceOrderInput = z.input<typeof placeOrderInput>;

/**
 * Places an order at the shop's own prices; inventory decides afterwards whether it can be had.
 * Refuses INVALID_VALUE, DUPLICATE_LINE, UNKNOWN_VARIANT, VARIANT_UNAVAILABLE, MIXED_CURRENCIES.
 */
export async function placeOrder(
  { orders, catalogue }: { orders: OrderStore; catalogue: CatalogueStore },
  buyer: Viewer,
  input: PlaceOrderInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(placeOrderInput, input);
  const key = newIdempotencyKey('placeOrder', buyer.id, request);
  const before = await orders.byKey(key);
  if (before) return before;

  const variants = await catalogue.byIds(request.lines.map((line) => line.variantId));
  const lines = priceLines(request.lines, variants);
  const order = newOrder(buyer, await orders.nextNumber(), lines, now);
  const created = {
    type: 'order.created.v1',
    subject: order.id,
    data: orderMessage(order),
  } as const;
  return orders.add({ next: order, events: [created] }, key);
}

type RequestedLine = { readonly variantId: string; readonly quantity: number };

function priceLines(
  requested: readonly RequestedLine[],
  variants: readonly (CatalogueVariant | undefined)[],
): OrderLine[] {
  const currency = variants.find((variant) => variant?.forSale)?.price.currency;
  const seen = new Set<string>();
  const reasons: RefusalReason[] = [];
  const lines: OrderLine[] = [];
  for (const [index, { variantId, quantity }] of requested.entries()) {
    const variant = variants[index];
    const fault = faultOf(variantId, variant, seen, currency);
    seen.add(variantId);
    if (fault) reasons.push({ ...fault, field: ['lines', String(index), 'variantId'] });
    else if (variant) {
      const { sku, title, price } = variant;
      lines.push({ variantId, sku, title, quantity, unitPrice: price });
    }
  }
  if (reasons.length > 0) throw new Refusal(reasons);
  return lines;
}

function faultOf(
  variantId: string,
  variant: CatalogueVariant | undefined,
  seen: ReadonlySet<string>,
  currency: string | undefined,
): RefusalReason | undefined {
  if (seen.has(variantId)) {
    return { code: 'DUPLICATE_LINE', message: 'Another line has this variant already.' };
  }
  if (!variant) return { code: 'UNKNOWN_VARIANT', message: 'There is no such variant.' };
  if (!variant.forSale) {
    return { code: 'VARIANT_UNAVAILABLE', message: `${variant.title} is not for sale now.` };
  }
  if (variant.price.currency !== currency) {
    return { code: 'MIXED_CURRENCIES', message: 'All lines need the same currency.' };
  }
  return undefined;
}

function newOrder(
  { id: customerId, email }: Viewer,
  number: string,
  lines: readonly OrderLine[],
  now: Date,
): Order {
  return {
    id: newId(),
    number,
    customerId,
    email,
    status: 'PENDING',
    lines,
    total: sum(lines.map((line) => times(line.unitPrice, line.quantity))),
    shortLines: [],
    payments: [],
    cancelReason: null,
    placedAt: now,
    updatedAt: now,
    version: 1,
  };
}
