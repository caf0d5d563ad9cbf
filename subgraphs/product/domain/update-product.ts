import { assertVersion, optionalIdempotencyKey, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { idsOfCategories } from './category.ts';
import {
  categories,
  description,
  expectedVersion,
  idempotencyKey,
  images,
  slug,
  title,
} from './fields.ts';
import type { CategoryStore, ProductStore } from './ports.ts';
import { categoriesOf, changed, isSameProduct, type Product, unchanged } from './product.ts';

const updateProductInput = z.object({
  productId: z.string(),
  title: title.nullish(),
  slug: slug.nullish(),
  description: description.nullish(),
  categories: categories.nullish(),
  images: images.nullish(),
  expectedVersion,
  idempotencyKey,
});
export type UpdateProductInput = z.input<typeof updateProductInput>;

/**
 * Changes the given fields of a product; equal values change nothing. Refuses INVALID_VALUE (bounds, unknown
 * categories), NOT_FOUND, VERSION_CONFLICT and SLUG_TAKEN.
 */
export async function updateProduct(
  stores: { readonly products: ProductStore; readonly categories: CategoryStore },
  viewer: Viewer | undefined,
  input: UpdateProductInput,
  now = new Date(),
): Promise<Product> {
  const request = validate(updateProductInput, input);
  const categoryIds =
    request.categories && idsOfCategories(request.categories, await stores.categories.all());
  const once = optionalIdempotencyKey('updateProduct', viewer?.id ?? '', request);
  return stores.products.update(
    request.productId,
    (product) => {
      assertVersion(product, request.expectedVersion);
      const next = {
        ...product,
        title: request.title ?? product.title,
        slug: request.slug ?? product.slug,
        description: request.description ?? product.description,
        categoryIds: categoriesOf(product, categoryIds ?? undefined),
        images: request.images ?? product.images,
      };
      return isSameProduct(product, next) ? unchanged(product) : changed(next, now);
    },
    once,
  );
}
