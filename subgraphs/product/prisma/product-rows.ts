import { z } from 'zod';
import type { Product, ProductVariant } from '../domain/product.ts';
import type { Prisma } from '../generated/prisma/client.ts';

/** What is read with every product. */
export const withDetails = {
  variants: { orderBy: { position: 'asc' } },
  categories: { orderBy: { categoryId: 'asc' } },
} as const satisfies Prisma.ProductInclude;

type ProductRow = Prisma.ProductGetPayload<{ include: typeof withDetails }>;

const options = z.array(z.object({ name: z.string(), value: z.string() }));

export const toVariant = (row: ProductRow['variants'][number]): ProductVariant => ({
  id: row.id,
  productId: row.productId,
  sku: row.sku,
  options: options.parse(row.options),
  price: { minor: row.priceMinor, currency: row.currency },
});

export const toProduct = ({ variants, categories, ...row }: ProductRow): Product => ({
  ...row,
  categoryIds: categories.map(({ categoryId }) => categoryId),
  variants: variants.map(toVariant),
});

export const toNewRow = ({
  variants,
  categoryIds,
  ...row
}: Product): Prisma.ProductCreateInput => ({
  ...row,
  categories: { create: categoryIds.map((id) => ({ category: { connect: { id } } })) },
  variants: {
    create: variants.map(({ id, sku, price, options: chosen }, position) => ({
      id,
      sku,
      position,
      options: chosen.map((option) => ({ ...option })),
      priceMinor: price.minor,
      currency: price.currency,
    })),
  },
});
