import { type Change, newId, Refusal } from '@shop/domain';
import { z } from 'zod';
import { categories, description, images, slug, status, title, variants } from './fields.ts';
import { isSameGoods, standardGoods, withGoods } from './goods.ts';
import type { ProductStore, RowResult } from './ports.ts';
import {
  categoriesOf,
  changed,
  created,
  isSameProduct,
  newProduct,
  type Product,
  type ProductEvent,
  type ProductVariant,
  transition,
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

/** What became of a row: it was saved, or refused. */
export type UpsertOutcome = Pick<RowResult, 'action' | 'productId' | 'reasons'>;
type Decision = UpsertOutcome & { readonly change?: Change<Product, ProductEvent> };

/**
 * Creates or changes the products with these slugs, in one transaction. A row that the domain refuses does not affect the
 * others; throws when the store refuses any (SLUG_TAKEN, SKU_TAKEN).
 */
export async function upsertProducts(
  products: ProductStore,
  rows: readonly UpsertProduct[],
  now: Date,
): Promise<readonly UpsertOutcome[]> {
  let decisions: readonly Decision[] = [];
  const slugs = rows.map(({ slug }) => slug);
  await products.upsert(slugs, (known) => {
    decisions = rows.map((row, index) => decide(known[index], row, now));
    return decisions.flatMap(({ change }) => change ?? []);
  });
  return decisions.map(({ change: _, ...outcome }) => outcome);
}

function decide(known: Product | undefined, row: UpsertProduct, now: Date): Decision {
  try {
    if (!known) {
      const change = created(productFromRow(row, now));
      return { action: 'CREATED', productId: change.next.id, reasons: [], change };
    }
    const next = applyRow(known, row, now);
    if (isSameProduct(known, next))
      return { action: 'UNCHANGED', productId: known.id, reasons: [] };
    return { action: 'UPDATED', productId: known.id, reasons: [], change: changed(next, now) };
  } catch (error) {
    return refused(error);
  }
}

/** Returns the outcome of a row that is refused. Throws any other error again. */
export function refused(error: unknown): UpsertOutcome {
  if (!(error instanceof Refusal)) throw error;
  return { action: 'FAILED', productId: null, reasons: error.reasons };
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
    const goods = withGoods(known ?? standardGoods, variant);
    if (!known) return { ...variant, ...goods, id: newId(), productId };
    return isSameVariant(known, variant) && isSameGoods(known, goods)
      ? known
      : { ...known, ...variant, ...goods };
  });
}

const isSameVariant = (
  variant: ProductVariant,
  other: UpsertProduct['variants'][number],
): boolean =>
  variant.price.minor === other.price.minor &&
  variant.price.currency === other.price.currency &&
  JSON.stringify(variant.options) === JSON.stringify(other.options);
