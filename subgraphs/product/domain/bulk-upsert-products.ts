import {
  constraint,
  type IdempotencyKey,
  idempotencyKeyField,
  newIdempotencyKey,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { type Category, idsOfCategories } from './category.ts';
import type { BulkResultStore, CategoryStore, ProductStore, RowResult } from './ports.ts';
import {
  refused,
  type UpsertOutcome,
  type UpsertProduct,
  upsertProductInput,
  upsertProducts,
} from './upsert-products.ts';
import { assertConsistentVariants } from './variants.ts';
import { canManageCatalog } from './visibility.ts';

const bulkUpsertProductsInput = z.object({
  products: z
    .array(z.unknown())
    .min(1, 'must not be empty')
    .max(100, 'must have at most 100 entries'),
  dryRun: z.boolean().default(false),
  idempotencyKey: idempotencyKeyField.nullish(),
});
export type BulkUpsertProductsInput = z.input<typeof bulkUpsertProductsInput>;

type Stores = {
  readonly products: ProductStore;
  readonly categories: CategoryStore;
  readonly bulkResults: BulkResultStore;
};

/**
 * Creates or updates products by slug. Each row is independent: a refused one does not affect the others. A dry
 * run changes nothing and stores no key. Refuses INVALID_VALUE (number of rows, key) and IDEMPOTENCY_CONFLICT.
 */
export async function bulkUpsertProducts(
  stores: Stores,
  viewer: Viewer | undefined,
  input: BulkUpsertProductsInput,
  now = new Date(),
): Promise<readonly RowResult[]> {
  const request = validate(bulkUpsertProductsInput, input);
  const { dryRun, products } = request;
  const key = dryRun ? undefined : keyOf(request, viewer);
  const first = key && (await stores.bulkResults.find(key));
  if (first) return readable(first, viewer);
  const parse = createParser(await stores.categories.all());
  const parsed = products.map((product) => parseRow(parse, product));
  const rows = parsed.flatMap((row) => ('outcome' in row ? [] : [row.row]));
  const saved = await saveRows(stores.products, rows, dryRun, now);
  const next = saved.values();
  const results = parsed.map((row, index) =>
    resultOf(index, 'outcome' in row ? row.outcome : (next.next().value as UpsertOutcome)),
  );
  const response = results.map((row) =>
    dryRun && row.action === 'CREATED' ? { ...row, productId: null } : row,
  );
  if (key) await stores.bulkResults.save(key, response);
  return response;
}

function keyOf(
  { idempotencyKey, products }: z.output<typeof bulkUpsertProductsInput>,
  viewer: Viewer | undefined,
): IdempotencyKey | undefined {
  if (idempotencyKey == null) return undefined;
  const keyed = { products: products.map(meaningOf), idempotencyKey };
  return newIdempotencyKey('bulkUpsertProducts', viewer?.id ?? '', keyed);
}

/**
 * Returns the results of a replay, judged by the rights of today: the viewer may have lost them since the
 * first request. Refuses NOT_FOUND.
 */
function readable(results: readonly RowResult[], viewer: Viewer | undefined) {
  if (canManageCatalog(viewer)) return results;
  return refuse('NOT_FOUND', 'There are no results of this key.', ['idempotencyKey']);
}

/** Returns the parsed row, which is the same for every spelling of it; an invalid row as it is. */
const meaningOf = (row: unknown): unknown => upsertProductInput.safeParse(row).data ?? row;

type ParsedRow = { readonly row: UpsertProduct } | { readonly outcome: UpsertOutcome };

function parseRow(parse: (row: unknown) => UpsertProduct, row: unknown): ParsedRow {
  try {
    return { row: parse(row) };
  } catch (error) {
    return { outcome: refused(error) };
  }
}

/**
 * Saves all rows in one transaction. When that fails, whatever the reason, saves each by itself: a slug or SKU that is taken
 * then costs the other rows nothing but time.
 */
async function saveRows(
  products: ProductStore,
  rows: readonly UpsertProduct[],
  dryRun: boolean,
  now: Date,
): Promise<readonly UpsertOutcome[]> {
  const save = (some: readonly UpsertProduct[]) =>
    dryRun
      ? products.dryRun((inner) => upsertProducts(inner, some, now))
      : upsertProducts(products, some, now);
  const together = rows.length > 1 && (await save(rows).catch(() => undefined));
  if (together) return together;
  const outcomes: UpsertOutcome[] = [];
  for (const row of rows) outcomes.push(...(await save([row]).catch((error) => [refused(error)])));
  return outcomes;
}

/** Returns the result of a row, with the paths of its reasons in the whole input. */
const resultOf = (index: number, { action, productId, reasons }: UpsertOutcome): RowResult => ({
  index,
  action,
  productId,
  reasons: reasons.map((reason) => ({
    ...reason,
    field: ['products', String(index), ...(reason.field ?? [])],
  })),
});

/** Parses the rows in order. Refuses a row with invalid values, or with the slug or an SKU of an earlier row. */
function createParser(categories: readonly Category[]) {
  const slugs = new Set<string>();
  const skus = new Set<string>();
  return (input: unknown): UpsertProduct => {
    const row = validate(upsertProductInput, input);
    assertConsistentVariants(row.variants);
    if (slugs.has(row.slug))
      refuse(
        'INVALID_VALUE',
        'Another product of the input has this slug.',
        ['slug'],
        constraint('DUPLICATE'),
      );
    const duplicate = row.variants.findIndex(({ sku }) => skus.has(sku));
    if (duplicate >= 0) {
      refuse(
        'INVALID_VALUE',
        'Another product of the input has this SKU.',
        ['variants', String(duplicate), 'sku'],
        constraint('DUPLICATE'),
      );
    }
    slugs.add(row.slug);
    for (const { sku } of row.variants) skus.add(sku);
    const categoryIds = row.categories ? idsOfCategories(row.categories, categories) : undefined;
    return { ...row, categoryIds };
  };
}
