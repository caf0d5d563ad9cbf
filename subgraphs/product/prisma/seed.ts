import { fromAmount, idFromName, joinedWords } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import { createLog } from '@shop/service';
import {
  createPool,
  createSqlDatabase,
  insertRows,
  type SqlDatabase,
  writeTogether,
} from '@shop/service/postgres';
import { created, newProduct, type Product, type SelectedOption } from '../domain/product.ts';
import { refreshListing, rowsOf } from './save-product.ts';
import { type SeedProduct, seedCategories, seedProducts, seedWeights } from './seed-data.ts';

const origin = { correlationId: 'seed' };

/** Adds the demonstration catalogue. Existing products stay unchanged. */
export async function seed(databaseUrl: string): Promise<void> {
  const pool = createPool(databaseUrl, createLog('seed', 'silent'));
  try {
    await createSqlDatabase(pool).transaction(addCatalogue);
  } finally {
    await pool.end();
  }
}

async function addCatalogue(tx: SqlDatabase): Promise<void> {
  await writeTogether(tx, (parameter) =>
    insertRows('categories', seedCategories.map(toCategory), parameter, { conflict: 'skip' }),
  );
  const seeded = seedProducts.map(toProduct);
  const ids = seeded.map(({ id }) => id);
  const found = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM products WHERE id = ANY(${ids}::uuid[])`;
  const known = new Set(found.map(({ id }) => id));
  const missing = seeded.filter(({ id }) => !known.has(id));
  const { products, categories, variants, prices } = rowsOf(missing);
  await writeTogether(tx, (parameter) => [
    ...insertRows('products', products, parameter),
    ...insertRows('product_categories', categories, parameter),
    ...insertRows('product_variants', variants, parameter),
    ...insertRows('variant_prices', prices, parameter),
  ]);
  await refreshListing(
    tx,
    missing.map(({ id }) => id),
  );
  const events = missing.flatMap((product) => created(product).events);
  await saveEvents(tx, 'product', events, origin);
}

const categoryId = (slug: string) => idFromName(`category:${slug}`);

const toCategory = ({ slug, name, parent }: (typeof seedCategories)[number]) => ({
  id: categoryId(slug),
  slug,
  name,
  words: joinedWords(name),
  parentId: parent ? categoryId(parent) : null,
});

/** The first product is the newest, so the catalogue starts with it. */
const newest = Date.UTC(2026, 2, 1);
const dayMs = 86_400_000;

/** Returns a product of the seed with all its variants. Their ids are derived from their names. */
export function toProduct(seeded: SeedProduct, index: number): Product {
  const id = idFromName(`product:${seeded.slug}`);
  const price = fromAmount(seeded.price, 'EUR');
  if (!price) throw new Error(`${seeded.sku} has an invalid price`);
  const { isShipped = true, categories } = seeded;
  const parcel = isShipped ? { weightGrams: seedWeights[categories[0] ?? ''] } : { isShipped };
  const fields = {
    id,
    slug: seeded.slug,
    title: seeded.title,
    description: seeded.description,
    status: 'ACTIVE' as const,
    categoryIds: seeded.categories.map(categoryId),
    images: [{ url: `/pictures/${seeded.slug}`, alt: seeded.title }],
    variants: combinations(seeded).map(({ sku, options }) => {
      return { id: idFromName(`variant:${sku}`), sku, options, price, ...parcel };
    }),
  };
  return newProduct(fields, new Date(newest - index * dayMs));
}

type Choice = { readonly sku: string; readonly options: readonly SelectedOption[] };

const combinations = ({ sku, options }: SeedProduct): Choice[] =>
  Object.entries(options).reduce<Choice[]>(
    (choices, [name, values]) =>
      choices.flatMap((choice) =>
        values.map(([value, code]) => ({
          sku: `${choice.sku}-${code}`,
          options: [...choice.options, { name, value }],
        })),
      ),
    [{ sku, options: [] }],
  );
