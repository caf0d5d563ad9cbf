import { newId, refuse } from '@shop/domain';
import { z } from 'zod';
import { categories, description, images, slug, title, variant } from './fields.ts';
import type { ProductStore, RowResult } from './ports.ts';
import {
  categoriesOf,
  changed,
  created,
  isSameProduct,
  move,
  type Product,
  type ProductVariant,
  unchanged,
} from './product.ts';

export const upsertProductInput = z.object({
  slug,
  title,
  description: description.nullish(),
  status: z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']).nullish(),
  categories: categories.nullish(),
  images: images.nullish(),
  variants: z
    .array(variant)
    .min(1, 'a product needs at least one variant')
    .max(100, 'a product has at most 100 variants'),
});
export type UpsertProduct = Omit<z.output<typeof upsertProductInput>, 'categories'> & {
  /** Undefined when they stay as they are. */
  readonly categoryIds: readonly string[] | undefined;
};

type Done = Pick<RowResult, 'action' | 'productId'>;

/** Creates the product with this slug, or makes it what is given. Refuses as the single verbs do. */
export async function upsertProduct(
  products: ProductStore,
  row: UpsertProduct,
  now: Date,
): Promise<Done> {
  const [known] = await products.bySlugs([row.slug]);
  if (!known) {
    const { id } = await products.add(created(newProduct(row, now)));
    return { action: 'CREATED', productId: id };
  }
  let action: Done['action'] = 'UNCHANGED';
  await products.update(known.id, (product) => {
    const next = merged(product, row, now);
    if (isSameProduct(product, next)) return unchanged(product);
    action = 'UPDATED';
    return changed(next, now);
  });
  return { action, productId: known.id };
}

function newProduct(row: UpsertProduct, now: Date): Product {
  const status = row.status ?? 'DRAFT';
  if (status === 'ARCHIVED') {
    refuse('INVALID_VALUE', 'a new product is DRAFT or ACTIVE', ['status']);
  }
  const id = newId();
  return {
    id,
    slug: row.slug,
    title: row.title,
    description: row.description ?? '',
    status,
    categoryIds: row.categoryIds ?? [],
    images: row.images ?? [],
    variants: row.variants.map((variant) => ({ ...variant, id: newId(), productId: id })),
    inStock: false,
    publishedAt: status === 'ACTIVE' ? now : null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

function merged(product: Product, row: UpsertProduct, now: Date): Product {
  const moved =
    row.status == null || row.status === product.status ? product : move(product, row.status, now);
  return {
    ...moved,
    title: row.title,
    description: row.description ?? product.description,
    categoryIds: categoriesOf(product, row.categoryIds),
    images: row.images ?? product.images,
    variants: mergedVariants(product, row.variants),
  };
}

/** Variants keep their ids by SKU, and are the same objects where nothing is different. */
function mergedVariants(
  { id: productId, variants }: Product,
  wanted: UpsertProduct['variants'],
): ProductVariant[] {
  const bySku = new Map(variants.map((variant) => [variant.sku, variant]));
  return wanted.map((variant) => {
    const known = bySku.get(variant.sku);
    if (!known) return { ...variant, id: newId(), productId };
    return isSameVariant(known, variant) ? known : { ...known, ...variant };
  });
}

const isSameVariant = (one: ProductVariant, other: UpsertProduct['variants'][number]): boolean =>
  one.price.minor === other.price.minor &&
  one.price.currency === other.price.currency &&
  JSON.stringify(one.options) === JSON.stringify(other.options);
