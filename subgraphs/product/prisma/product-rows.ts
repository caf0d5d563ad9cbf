import { joinedWords, newId } from '@shop/domain';
import { z } from 'zod';
import type { Product, ProductVariant } from '../domain/product.ts';
import type { Prisma } from '../generated/prisma/client.ts';

/** The relations that are read with every product; columns that only lists need are omitted. */
export const details = {
  include: {
    variants: { orderBy: { position: 'asc' } },
    categories: { orderBy: { categoryId: 'asc' } },
  },
  omit: {
    currency: true,
    minPriceMinor: true,
    optionValues: true,
    shelfIds: true,
    variantWords: true,
    categoryWords: true,
    titleWords: true,
    descriptionWords: true,
  },
} as const satisfies Omit<Prisma.ProductDefaultArgs, 'select'>;

type ProductRow = Prisma.ProductGetPayload<typeof details>;

const options = z.array(z.object({ name: z.string(), value: z.string() }));
const images = z.array(z.object({ url: z.string(), alt: z.string() }));

export const toVariant = (row: ProductRow['variants'][number]): ProductVariant => ({
  id: row.id,
  productId: row.productId,
  sku: row.sku,
  options: options.parse(row.options),
  price: { minor: row.priceMinor, currency: row.currency },
});

export const toProduct = ({ variants, categories, ...row }: ProductRow): Product => ({
  ...row,
  images: images.parse(row.images),
  categoryIds: categories.map(({ categoryId }) => categoryId),
  variants: variants.map(toVariant),
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
export const toVariantRow = ({ sku, price, options: chosen }: ProductVariant) => ({
  sku,
  options: chosen.map(({ name, value }) => ({ name, value })),
  words: joinedWords(sku, ...chosen.map(({ value }) => value)),
  priceMinor: price.minor,
  currency: price.currency,
});

/** Returns the row of a price from `validFrom` on. */
export const toPriceRow = ({ id: variantId, price }: ProductVariant, validFrom: Date) => ({
  id: newId(),
  variantId,
  priceMinor: price.minor,
  currency: price.currency,
  validFrom,
});
