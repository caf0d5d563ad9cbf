import {
  expectedVersionField,
  expectVersion,
  newSecret,
  Refusal,
  type RefusalReason,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { CatalogueStore, CatalogueVariant } from '../ports.ts';
import {
  type Cart,
  type CartLine,
  cartTokenField,
  keyOf,
  maxLines,
  maxQuantity,
  newCart,
  noSuchCart,
  withLines,
} from './cart.ts';
import type { CartStore } from './ports.ts';

export type CartStores = { readonly carts: CartStore; readonly catalogue: CatalogueStore };
type RequestedLine = { readonly variantId: string; readonly quantity: number };

/** The input of a mutation that changes lines, each of at least `minQuantity` units. */
export const cartLinesInput = (minQuantity: number) =>
  z.object({
    cartToken: cartTokenField.nullish(),
    lines: z
      .array(
        z.object({
          variantId: z.string(),
          quantity: z
            .number()
            .int()
            .min(minQuantity, `must be at least ${minQuantity}`)
            .max(maxQuantity, `must be at most ${maxQuantity}`),
        }),
      )
      .min(1, 'names no line')
      .max(maxLines, `a cart has at most ${maxLines} lines`),
    expectedVersion: expectedVersionField,
  });
type LinesRequest = z.output<ReturnType<typeof cartLinesInput>>;

/** A cart after a change; with its token when it was made for a guest just now. */
export type ChangedCart = { readonly cart: Cart; readonly cartToken: string | null };

/** Decides each named line under the lock of the cart; a guest without a token gets a new one. */
export async function changeLines(
  { carts, catalogue }: CartStores,
  viewer: Viewer | undefined,
  request: LinesRequest,
  decide: (
    old: CartLine | undefined,
    wanted: RequestedLine,
    price: CartLine['unitPriceWhenAdded'],
  ) => CartLine,
  now: Date,
): Promise<ChangedCart> {
  const named = request.lines.map(({ variantId }) => variantId);
  const variants = await catalogue.byIds(named);
  refuseFaults(request.lines, variants);

  const known = keyOf(viewer, request.cartToken);
  const made = known ? undefined : newSecret();
  const key = known ?? { tokenHash: made?.hash ?? '' };
  const mayMake = request.cartToken == null;
  const change = (cart: Cart) => {
    expectVersion(cart, request.expectedVersion);
    const wanted = new Map(cart.lines.map((line) => [line.variantId, line]));
    for (const [index, line] of request.lines.entries()) {
      const price = variants[index]?.price;
      if (line.quantity === 0 || !price) wanted.delete(line.variantId);
      else wanted.set(line.variantId, decide(wanted.get(line.variantId), line, price));
    }
    const lines = [...wanted.values()];
    refuseMixed(lines, request.lines);
    return withLines(cart, lines, now);
  };
  const cart = await carts.update(key, change, mayMake ? newCart(key, now) : undefined);
  return { cart: cart ?? noSuchCart(), cartToken: made?.secret ?? null };
}

function refuseFaults(
  requested: readonly RequestedLine[],
  variants: readonly (CatalogueVariant | undefined)[],
): void {
  const seen = new Set<string>();
  const reasons = requested.flatMap(({ variantId, quantity }, index): RefusalReason[] => {
    const repeated = seen.has(variantId);
    seen.add(variantId);
    const fault = repeated ? duplicate : quantity > 0 ? faultOf(variants[index]) : undefined;
    return fault ? [{ ...fault, field: ['lines', String(index), 'variantId'] }] : [];
  });
  if (reasons.length > 0) throw new Refusal(reasons);
}

const duplicate: RefusalReason = {
  code: 'DUPLICATE_LINE',
  message: 'Another line has this variant already.',
};

function faultOf(variant: CatalogueVariant | undefined): RefusalReason | undefined {
  if (!variant) return { code: 'UNKNOWN_VARIANT', message: 'There is no such variant.' };
  if (variant.forSale) return undefined;
  return { code: 'VARIANT_UNAVAILABLE', message: `${variant.title} is not for sale now.` };
}

/** Refuses lines of the request whose currency is not that of the first line of the cart. */
function refuseMixed(lines: readonly CartLine[], requested: readonly RequestedLine[]): void {
  const currency = lines[0]?.unitPriceWhenAdded.currency;
  const others = lines.filter((line) => line.unitPriceWhenAdded.currency !== currency);
  const reasons = requested.flatMap(({ variantId }, index): RefusalReason[] => {
    if (!others.some((line) => line.variantId === variantId)) return [];
    const message = `All lines need the same currency; the cart has ${currency}.`;
    return [{ code: 'MIXED_CURRENCIES', message, field: ['lines', String(index), 'variantId'] }];
  });
  if (reasons.length > 0) throw new Refusal(reasons);
}
