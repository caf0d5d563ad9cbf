import { validate } from '@shop/domain';
import { z } from 'zod';
import { idsOfCategories } from './category.ts';
import { categories, description, images, slug, status, title, variants } from './fields.ts';
import type { CategoryStore, ProductStore } from './ports.ts';
import { created, newProduct, type Product } from './product.ts';
import { slugOf } from './slug-of.ts';
import { assertConsistentVariants } from './variants.ts';

const createProductInput = z.object({
  title,
  slug: slug.nullish(),
  description: description.default(''),
  status: status.default('DRAFT'),
  categories: categories.default([]),
  images: images.default([]),
  variants,
});
export type CreateProductInput = z.input<typeof createProductInput>;

/**
 * Creates a product. Refuses INVALID_VALUE (bounds, unknown categories, two variants with the same values,
 * variants with different options or currencies), SLUG_TAKEN and SKU_TAKEN.
 */
export async function createProduct(
  stores: { readonly products: ProductStore; readonly categories: CategoryStore },
  input: CreateProductInput,
  now = new Date(),
): Promise<Product> {
  const { categories: slugs, ...request } = validate(createProductInput, input);
  assertConsistentVariants(request.variants);
  const categoryIds = idsOfCategories(slugs, await stores.categories.all());
  const slug = request.slug ?? slugOf(request.title);
  return stores.products.add(created(newProduct({ ...request, slug, categoryIds }, now)));
}
