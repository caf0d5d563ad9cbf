import type { SqlClient } from '@shop/service/postgres';
import type { Product } from '../domain/product.ts';
import { toVariantRow, variantRows } from './product-rows.ts';

/** A product before and after a change of it. */
export type ProductChange = { readonly before: Product; readonly next: Product };

/** Returns the differences of the variants of products: ids of removed ones, rows of the others. */
export async function variantChanges(tx: SqlClient, changes: readonly ProductChange[]) {
  const concerned = changes.filter(({ before, next }) => before.variants !== next.variants);
  const last = await lastPositions(tx, concerned);
  const each = concerned.map((change) => changesOf(change, (last.get(change.next.id) ?? 0) + 1));
  return {
    removed: each.flatMap(({ removed }) => removed),
    changed: each.flatMap(({ changed }) => changed),
    added: each.flatMap(({ added }) => added),
    moved: each.flatMap(({ moved }) => moved),
  };
}

/** Returns the highest position of each product's variants, removed ones included. */
async function lastPositions(
  tx: SqlClient,
  changes: readonly ProductChange[],
): Promise<ReadonlyMap<string, number>> {
  if (changes.length === 0) return new Map();
  const ids = changes.map(({ next }) => next.id);
  const rows = await tx.$queryRaw<{ id: string; last: number }[]>`
    SELECT product_id AS id, max(position) AS last FROM product_variants
    WHERE product_id = ANY(${ids}::uuid[]) GROUP BY product_id`;
  return new Map(rows.map(({ id, last }) => [id, last]));
}

function changesOf({ before, next }: ProductChange, free: number) {
  const known = new Map(before.variants.map((variant) => [variant.id, variant]));
  const remaining = new Set(next.variants.map(({ id }) => id));
  const added = next.variants.filter(({ id }) => !known.has(id));
  const stored = [...before.variants.filter(({ id }) => remaining.has(id)), ...added];
  const isInOrder = stored.every(({ id }, index) => id === next.variants[index]?.id);
  return {
    removed: before.variants.flatMap(({ id }) => (remaining.has(id) ? [] : [id])),
    changed: next.variants
      .filter((variant) => known.has(variant.id) && known.get(variant.id) !== variant)
      .map((variant) => ({ id: variant.id, ...toVariantRow(variant) })),
    added: variantRows(added, free),
    moved: isInOrder
      ? []
      : next.variants.map(({ id }, index) => ({ id, position: free + added.length + index })),
  };
}
