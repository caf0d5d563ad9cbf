import { assertVersion, constraint, expectedVersionField, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { isOwnedBy } from '../guest.ts';
import { type LineFault, saleFault } from '../line-faults.ts';
import { type Order, type OrderLine, orderNotFound, orderTokenField } from '../order.ts';
import type { CatalogueVariant, OrderStore } from '../ports.ts';
import {
  type CartLine,
  cartNotFound,
  maxLines,
  optionalCartTokenField,
  withLines,
} from './cart.ts';
import type { CartStores, ChangedCart } from './change-lines.ts';
import { openCart } from './open-cart.ts';

const reorderInput = z.object({
  orderId: z.string(),
  orderToken: orderTokenField,
  cartToken: optionalCartTokenField,
  expectedVersion: expectedVersionField,
});
export type ReorderInput = z.input<typeof reorderInput>;

/** A line of an order that cannot be put into the cart. */
export type SkippedLine = Pick<OrderLine, 'variantId' | 'sku' | 'title' | 'quantity'> & LineFault;

/**
 * Puts the lines of an own order into a cart, at current prices. The cart gets at least the ordered quantity of each
 * variant, so a repeated call changes nothing. Lines that cannot be ordered any more are skipped and returned.
 * Refuses INVALID_VALUE, NOT_FOUND, VERSION_CONFLICT.
 */
export async function reorder(
  { orders, carts, catalogue }: CartStores & { readonly orders: Pick<OrderStore, 'byIds'> },
  viewer: Viewer | undefined,
  input: ReorderInput,
  now = new Date(),
): Promise<ChangedCart & { readonly skipped: readonly SkippedLine[] }> {
  const { orderId, orderToken, expectedVersion, ...request } = validate(reorderInput, input);
  const [found] = await orders.byIds([orderId]);
  const order: Order = found && isOwnedBy(found, { viewer, orderToken }) ? found : orderNotFound();
  const variants = await catalogue.byIds(order.lines.map(({ variantId }) => variantId));
  const { key, fresh, cartToken } = openCart(viewer, request.cartToken, now);
  let skipped: readonly SkippedLine[] = [];
  const cart = await carts.update(
    key,
    (before) => {
      assertVersion(before, expectedVersion);
      const filled = fill(before.lines, order.lines, variants);
      skipped = filled.skipped;
      return filled.changed ? withLines(before, filled.lines, now) : before;
    },
    fresh,
  );
  return { cart: cart ?? cartNotFound(), cartToken, skipped };
}

function fill(
  existing: readonly CartLine[],
  ordered: readonly OrderLine[],
  variants: readonly (CatalogueVariant | undefined)[],
) {
  const lines = new Map(existing.map((line) => [line.variantId, line]));
  const skipped: SkippedLine[] = [];
  let changed = false;
  for (const [index, { variantId, sku, title, quantity }] of ordered.entries()) {
    const variant = variants[index];
    const fault = faultOf(variant, lines);
    if (fault) skipped.push({ variantId, sku, title, quantity, ...fault });
    const line = lines.get(variantId) ?? newLine(variant);
    if (fault || !line || line.quantity >= quantity) continue;
    lines.set(variantId, { ...line, quantity });
    changed = true;
  }
  return { lines: [...lines.values()], skipped, changed };
}

const newLine = (variant: CatalogueVariant | undefined): CartLine | undefined =>
  variant && { variantId: variant.variantId, quantity: 0, unitPriceWhenAdded: variant.price };

/** Returns why a variant cannot be put beside these lines; `undefined` when it can. */
function faultOf(
  variant: CatalogueVariant | undefined,
  lines: ReadonlyMap<string, CartLine>,
): LineFault | undefined {
  const fault = saleFault(variant);
  if (fault || !variant || lines.has(variant.variantId)) return fault;
  const [first] = lines.values();
  const currency = first?.unitPriceWhenAdded.currency;
  if (currency !== undefined && variant.price.currency !== currency) {
    const message = `${variant.title} is not priced in ${currency}.`;
    return { code: 'MIXED_CURRENCIES', message };
  }
  if (lines.size < maxLines) return undefined;
  return {
    code: 'LIMIT_REACHED',
    message: `A cart has at most ${maxLines} lines.`,
    details: constraint('TOO_MANY', maxLines),
  };
}
