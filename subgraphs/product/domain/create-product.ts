import { optionalIdempotencyKey, Refusal, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { idsOfCategories } from './category.ts';
import {
  categories,
  description,
  idempotencyKey,
  images,
  slug,
  status,
  title,
  variants,
} from './fields.ts';
import type { CategoryStore, ProductStore } from './ports.ts';
import { created, newProduct, type Product } from './product.ts';
import { slugsOf } from './slug-of.ts';
import { withTakenSkus } from './taken-skus.ts';
import { assertConsistentVariants } from './variants.ts';

const createProductInput = z.object({
  title,
  slug: slug.nullish(),
  description: description.default(''),
  status: status.default('DRAFT'),
  categories: categories.default([]),
  images: images.default([]),
  variants,
  idempotencyKey,
});
export type CreateProductInput = z.input<typeof createProductInput>;

/**
 * Creates a product; without a slug, with the first one of its title that no product has or had: `tee`, `tee-2`. Refuses INVALID_VALUE (bounds,
 * unknown categories, two variants with the same values, variants with different options or currencies), SLUG_TAKEN and
 * SKU_TAKEN.
 */
export async function createProduct(
  stores: { readonly products: ProductStore; readonly categories: CategoryStore },
  viewer: Viewer | undefined,
  input: CreateProductInput,
  now = new Date(),
): Promise<Product> {
  const request = validate(createProductInput, input);
  const once = optionalIdempotencyKey('createProduct', viewer?.id ?? '', request);
  assertConsistentVariants(request.variants);
  const categoryIds = idsOfCategories(request.categories, await stores.categories.all());
  const add = (slug: string) =>
    stores.products.add(created(newProduct({ ...request, slug, categoryIds }, now)), once);
  const skus = request.variants.map(({ sku }) => sku);
  return withTakenSkus(stores.products, skus, () =>
    request.slug ? add(request.slug) : addWithFreeSlug(stores.products, request.title, add),
  );
}

/** Slugs that are looked up at once. */
const slugsAtOnce = 20;

/** Adds a product with the first free slug of its title. Every failure means that another product got a slug. */
async function addWithFreeSlug(
  products: ProductStore,
  title: string,
  add: (slug: string) => Promise<Product>,
): Promise<Product> {
  for (let first = 1; ; ) {
    const slugs = slugsOf(title, first, slugsAtOnce);
    // Links to a former slug stay right.
    const [present, former] = [await products.bySlugs(slugs), await products.byFormerSlugs(slugs)];
    const slug = slugs.find((_, index) => !present[index] && !former[index]);
    if (slug === undefined) {
      first += slugsAtOnce;
      continue;
    }
    try {
      return await add(slug);
    } catch (error) {
      if (!isSlugTaken(error)) throw error;
    }
  }
}

const isSlugTaken = (error: unknown): boolean =>
  error instanceof Refusal && error.reasons.some(({ code }) => code === 'SLUG_TAKEN');
