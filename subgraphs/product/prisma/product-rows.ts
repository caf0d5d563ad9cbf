import { joinedWords, newId } from '@shop/domain';
import { z } from 'zod';
import type { Product, ProductVariant } from '../domain/product.ts';

const options = z.array(z.object({ name: z.string(), value: z.string() }));
const images = z.array(z.object({ url: z.string(), alt: z.string() }));

/** The columns of a variant; the amount as text, which no number rounds. */
export type VariantRow = Omit<ProductVariant, 'options' | 'price'> & {
  readonly options: unknown;
  readonly minor: string;
  readonly currency: string;
};

/** The columns of a product, with its variants and the ids of its categories. */
export type ProductRow = Omit<Product, 'images' | 'variants'> & {
  readonly images: unknown;
  readonly variants: readonly VariantRow[];
};

export const toVariant = ({ minor, currency, ...row }: VariantRow): ProductVariant => ({
  ...row,
  options: options.parse(row.options),
  price: { minor: BigInt(minor), currency },
});

export const toProduct = (row: ProductRow): Product => ({
  ...row,
  images: images.parse(row.images),
  variants: row.variants.map(toVariant),
});

/** Returns the row of a product, without its relations and the columns that `refresh_listing` writes. */
export const toRow = ({
  variants: _variants,
  categoryIds: _categories,
  inStock: _stock,
  ...row
}: Product) => ({
  ...row,
  titleWords: joinedWords(row.title),
  descriptionWords: joinedWords(row.description),
  images: row.images.map(({ url, alt }) => ({ url, alt })),
});

/** Returns the editable columns of a variant. */
export const toVariantRow = ({ sku, price, options: chosen, ...goods }: ProductVariant) => ({
  sku,
  taxClass: goods.taxClass,
  weightGrams: goods.weightGrams,
  isShipped: goods.isShipped,
  options: chosen.map(({ name, value }) => ({ name, value })),
  words: joinedWords(sku, ...chosen.map(({ value }) => value)),
  priceMinor: price.minor,
  currency: price.currency,
});

/** Returns the rows of new variants, the first at the position `from`. */
export const variantRows = (variants: readonly ProductVariant[], from: number) =>
  variants.map((variant, index) => ({
    ...toVariantRow(variant),
    id: variant.id,
    productId: variant.productId,
    position: from + index,
  }));

/** Returns the row of a price from `validFrom` on. */
export const toPriceRow = ({ id: variantId, price }: ProductVariant, validFrom: Date) => ({
  id: newId(),
  variantId,
  priceMinor: price.minor,
  currency: price.currency,
  validFrom,
});
