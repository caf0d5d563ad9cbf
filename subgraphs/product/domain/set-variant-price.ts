import { constraint, optionalIdempotencyKey, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { changeVariant, withVariant } from './change-variant.ts';
import { expectedVersion, idempotencyKey, price } from './fields.ts';
import type { ProductStore } from './ports.ts';
import { changed, type Product, unchanged } from './product.ts';

const setVariantPriceInput = z.object({
  variantId: z.string(),
  price,
  expectedVersion,
  idempotencyKey,
});
export type SetVariantPriceInput = z.input<typeof setVariantPriceInput>;

/**
 * Sets the price of a variant; the same price again changes nothing. Refuses INVALID_VALUE (bounds, another
 * currency than that of the product), NOT_FOUND and VERSION_CONFLICT.
 */
export function setVariantPrice(
  products: ProductStore,
  viewer: Viewer | undefined,
  input: SetVariantPriceInput,
  now = new Date(),
): Promise<Product> {
  const request = validate(setVariantPriceInput, input);
  const once = optionalIdempotencyKey('setVariantPrice', viewer?.id ?? '', request);
  return changeVariant(products, request, once, (product, variant) => {
    const { minor, currency } = request.price;
    if (currency !== variant.price.currency) {
      refuse(
        'INVALID_VALUE',
        `The price must be in ${variant.price.currency}.`,
        ['price', 'currencyCode'],
        constraint('NOT_ALLOWED', variant.price.currency),
      );
    }
    if (minor === variant.price.minor) return unchanged(product);
    return changed(withVariant(product, { ...variant, price: request.price }), now);
  });
}
