import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { addCartLines } from '../../domain/cart/add-cart-lines.ts';
import { maxLines } from '../../domain/cart/cart.ts';
import { productData, variantA } from '../fixtures.ts';
import type { Fixture, Input } from './case.ts';

export const lineOf = (variantId: string, quantity = 1) => ({ variantId, quantity });

export const archived = newId();
export const inDollars = newId();
/** One more than a cart can have. */
export const manyVariants = Array.from({ length: maxLines + 1 }, () => newId());

/** Lines that are refused wherever lines are ordered, by code. */
export const refusedLines: Readonly<Record<string, readonly object[]>> = {
  INVALID_VALUE: [lineOf(variantA, 100)],
  DUPLICATE_LINE: [lineOf(variantA), lineOf(variantA)],
  UNKNOWN_VARIANT: [lineOf(newId())],
  VARIANT_UNAVAILABLE: [lineOf(archived)],
  MIXED_CURRENCIES: [lineOf(variantA), lineOf(inDollars)],
};

/** Adds the variants above to the catalogue. */
export async function addVariants({ catalogue }: Fixture): Promise<void> {
  const add = (variantIds: readonly string[], currency = 'EUR', status = 'ACTIVE') =>
    catalogue.projectProduct(
      productData({
        productId: newId(),
        status: status as 'ACTIVE',
        variants: variantIds.map((variantId) => ({
          ...{ variantId, sku: variantId, title: '', price: { minor: '100', currency } },
        })),
      }),
    );
  await add([archived], 'EUR', 'ARCHIVED');
  await add([inDollars], 'USD');
  await add(manyVariants);
}

/** Adds lines to the cart of a viewer or, with null, to that of a new guest. Returns cart and token. */
export const fillCart = (shop: Fixture, viewer: Viewer | null, lines: readonly object[]) =>
  addCartLines(shop, viewer ?? undefined, { lines } as unknown as Input as never);
