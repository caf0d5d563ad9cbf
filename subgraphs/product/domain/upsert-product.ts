import { newId } from '@shop/domain';
import { z } from 'zod';
import { categories, description, images, slug, status, title, variants } from './fields.ts';
import type { ProductStore, RowResult } from './ports.ts';
import {
  categoriesOf,
  changed,
  created,
  isSameProduct,
  newProduct,
  type Product,
  type ProductVariant,
  transition,
  unchanged,
} from './product.ts';

export const upsertProductInput = z.object({
  slug,
  title,
  description: description.nullish(),
  status: status.nullish(),
  categories: categories.nullish(),
  images: images.nullish(),
  variants,
});
export type UpsertProduct = Omit<z.output<typeof upsertProductInput>, 'categories'> & {
  /** Undefined when they stay unchanged. */
  readonly categoryIds: readonly string[] | undefined;
};

type Result = Pick<RowResult, 'action' | 'productId'>;

/** Creates or changes the product with this slug. Refuses the codes of the single verbs. */
export async function upsertProduct(
  products: ProductStore,
  row: UpsertProduct,
  now: Date,
): Promise<Result> {
  const [known] = await products.bySlugs([row.slug]);
  if (!known) {
    const { id } = await products.add(created(productFromRow(row, now)));
    return { action: 'CREATED', productId: id };
  }
  let action: Result['action'] = 'UNCHANGED';
  await products.update(known.id, (product) => {
    const next = applyRow(product, row, now);
    if (isSameProduct(product, next)) return unchanged(product);
    action = 'UPDATED';
    return changed(next, now);
  });
  return { action, productId: known.id };
}

const productFromRow = (row: UpsertProduct, now: Date): Product =>
  newProduct(
    {
      ...row,
      description: row.description ?? '',
      status: row.status ?? 'DRAFT',
      categoryIds: row.categoryIds ?? [],
      images: row.images ?? [],
    },
    now,
  );

function applyRow(product: Product, row: UpsertProduct, now: Date): Product {
  const { status } = row;
  return {
    ...(status == null || status === product.status ? product : transition(product, status, now)),
    title: row.title,
    description: row.description ?? product.description,
    categoryIds: categoriesOf(product, row.categoryIds),
    images: row.images ?? product.images,
    variants: mergeVariants(product, row.variants),
  };
}

/** Returns the requested variants. Those with a known SKU keep their id, and equal ones are the same objects. */
function mergeVariants(
  { id: productId, variants }: Product,
  requested: UpsertProduct['variants'],
): ProductVariant[] {
  const bySku = new Map(variants.map((variant) => [variant.sku, variant]));
  return requested.map((variant) => {
    const known = bySku.get(variant.sku);
    if (!known) return { ...variant, id: newId(), productId };
    return isSameVariant(known, variant) ? known : { ...known, ...variant };
  });
}

const isSameVariant = (
  variant: ProductVariant,
  other: UpsertProduct['variants'][number],
): boolean =>
  variant.price.minor === other.price.minor &&
  variant.price.currency === other.price.currency &&
  JSON.stringify(variant.options) === JSON.stringify(other.options);
