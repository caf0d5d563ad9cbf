import {
  assertVersion,
  expectedVersionField,
  idempotencyKeyField,
  Refusal,
  type RefusalReason,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { duplicateLine, saleFault } from '../line-faults.ts';
import type { CatalogueStore, CatalogueVariant } from '../ports.ts';
import {
  type Cart,
  type CartLine,
  cartNotFound,
  optionalCartTokenField,
  variantLinesField,
  withLines,
} from './cart.ts';
import { cartChangeKey, openCart } from './open-cart.ts';
import type { CartStore } from './ports.ts';

export type CartStores = { readonly carts: CartStore; readonly catalogue: CatalogueStore };
type RequestedLine = { readonly variantId: string; readonly quantity: number };

/** Returns the input schema of a mutation that changes lines, each to at least `minQuantity` units. */
export const cartLinesInput = (minQuantity: number) =>
  z.object({
    cartToken: optionalCartTokenField,
    lines: variantLinesField(minQuantity),
    expectedVersion: expectedVersionField,
    idempotencyKey: idempotencyKeyField.nullish(),
  });
type LinesRequest = z.output<ReturnType<typeof cartLinesInput>>;

/** A cart after a change, with its token when the change created it for a guest. */
export type ChangedCart = { readonly cart: Cart; readonly cartToken: string | null };

/**
 * Decides each requested line under the lock of the cart, once per idempotency key. A guest without a token gets a new
 * cart.
 */
export async function changeLines(
  operation: 'addCartLines' | 'setCartLines',
  { carts, catalogue }: CartStores,
  viewer: Viewer | undefined,
  request: LinesRequest,
  decide: (
    existing: CartLine | undefined,
    requested: RequestedLine,
    price: CartLine['unitPriceWhenAdded'],
  ) => CartLine,
  now: Date,
): Promise<ChangedCart> {
  const variants = await catalogue.byIds(request.lines.map(({ variantId }) => variantId));
  const { cartToken: token, idempotencyKey } = request;
  const { key, fresh, cartToken } = openCart(viewer, token, now, idempotencyKey);
  const once = cartChangeKey(operation, viewer, key, request);
  const fault = lineFaults(request.lines, variants);
  // A repeated request returns the cart, whatever has become of the variants.
  if (fault && !once) throw fault;
  const change = (cart: Cart) => {
    if (fault) throw fault;
    assertVersion(cart, request.expectedVersion);
    const byVariant = new Map(cart.lines.map((line) => [line.variantId, line]));
    for (const [index, line] of request.lines.entries()) {
      const price = variants[index]?.price;
      if (line.quantity === 0 || !price) byVariant.delete(line.variantId);
      else byVariant.set(line.variantId, decide(byVariant.get(line.variantId), line, price));
    }
    const lines = [...byVariant.values()];
    assertOneCurrency(lines, request.lines);
    return withLines(cart, lines, now);
  };
  const cart = await carts.update(key, change, fresh, once);
  if (!cart && fault) throw fault;
  return { cart: cart ?? cartNotFound(), cartToken };
}

/** Returns the refusal of lines that cannot be ordered; `undefined` when all can. */
function lineFaults(
  requested: readonly RequestedLine[],
  variants: readonly (CatalogueVariant | undefined)[],
): Refusal | undefined {
  const seen = new Set<string>();
  const reasons = requested.flatMap(({ variantId, quantity }, index): RefusalReason[] => {
    const isDuplicate = seen.has(variantId);
    seen.add(variantId);
    const fault = isDuplicate ? duplicateLine : quantity > 0 && saleFault(variants[index]);
    return fault ? [{ ...fault, field: ['lines', String(index), 'variantId'] }] : [];
  });
  return reasons.length > 0 ? new Refusal(reasons) : undefined;
}

/** Refuses MIXED_CURRENCIES for requested lines in another currency than the first line of the cart. */
function assertOneCurrency(lines: readonly CartLine[], requested: readonly RequestedLine[]): void {
  const currency = lines[0]?.unitPriceWhenAdded.currency;
  const others = lines.filter((line) => line.unitPriceWhenAdded.currency !== currency);
  const reasons = requested.flatMap(({ variantId }, index): RefusalReason[] => {
    if (!others.some((line) => line.variantId === variantId)) return [];
    const message = `All lines must have the same currency; the cart has ${currency}.`;
    return [{ code: 'MIXED_CURRENCIES', message, field: ['lines', String(index), 'variantId'] }];
  });
  if (reasons.length > 0) throw new Refusal(reasons);
}
