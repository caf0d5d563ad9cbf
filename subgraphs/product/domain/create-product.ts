import { newId, validate } from '@shop/domain';
import { z } from 'zod';
import { idsOfCategories } from './category.ts';
import { categories, description, images, slug, title, variant } from './fields.ts';
import type { CategoryStore, ProductStore } from './ports.ts';
import { created, type Product } from './product.ts';
import { slugOf } from './slug-of.ts';
import { refuseUnlikeVariants } from './variants.ts';

const createProductInput = z.object({
  title,
  slug: slug.nullish(),
  description: description.default(''),
  status: z
    .enum(['DRAFT', 'ACTIVE', 'ARCHIVED'])
    .refine((status) => status !== 'ARCHIVED', 'a new product is DRAFT or ACTIVE')
    .default('DRAFT'),
  categories: categories.default([]),
  images: images.default([]),
  variants: z
    .array(variant)
    .min(1, 'a product needs at least one variant')
    .max(100, 'a product has at most 100 variants'),
});
export type CreateProductInput = z.input<typeof createProductInput>;

/**
 * Adds a product. Refuses INVALID_VALUE (bounds, unknown categories, variants that are alike or
 * have different options or currencies), SLUG_TAKEN and SKU_TAKEN.
 */
export async function createProduct(
  stores: { readonly products: ProductStore; readonly categories: CategoryStore },
  input: CreateProductInput,
  now = new Date(),
): Promise<Product> {
  const { variants, categories: slugs, ...request } = validate(createProductInput, input);
  refuseUnlikeVariants(variants);
  const categoryIds = idsOfCategories(slugs, await stores.categories.all());
  const id = newId();
  const product: Product = {
    ...request,
    id,
    slug: request.slug ?? slugOf(request.title),
    categoryIds,
    variants: variants.map((variant) => ({ ...variant, id: newId(), productId: id })),
    inStock: false,
    publishedAt: request.status === 'ACTIVE' ? now : null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
  return stores.products.add(created(product));
}
