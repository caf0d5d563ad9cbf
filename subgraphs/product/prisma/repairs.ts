import { newId } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import { createSqlDatabase, type Pool } from '@shop/service/postgres';
import { changed } from '../domain/product.ts';
import { readProducts } from './read-products.ts';
import { refreshListing } from './save-product.ts';

/** How many products are locked at a time. */
const batchSize = 100;

/** Creates the repairs of the catalogue that operators run. Each returns how many products it has repaired. */
export function createCatalogueRepairs(pool: Pool) {
  const sql = createSqlDatabase(pool);
  const origin = { correlationId: newId() };
  /** Locks products and works on those that exist. */
  const together = (
    ids: readonly string[],
    work: (tx: typeof sql, ids: readonly string[]) => unknown,
  ) =>
    sql.transaction(async (tx) => {
      const locked = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM products WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
      const found = locked.map(({ id }) => id);
      await work(tx, found);
      return found.length;
    });
  const republishBatch = (ids: readonly string[]) =>
    together(ids, async (tx, found) => {
      const products = await readProducts(tx, { ids: found });
      await tx.$executeRaw`
        UPDATE products SET version = version + 1 WHERE id = ANY(${found}::uuid[])`;
      const events = products.flatMap((product) => changed(product, product.updatedAt).events);
      await saveEvents(tx, 'product', events, origin);
    });
  return {
    /** Publishes products again, of which every copy takes the new version: these, or all. */
    async republish(ids?: readonly string[]): Promise<number> {
      const all = ids ?? (await sql.$queryRaw<Row[]>`SELECT id FROM products`).map(({ id }) => id);
      let count = 0;
      for (let from = 0; from < all.length; from += batchSize) {
        count += await republishBatch(all.slice(from, from + batchSize));
      }
      return count;
    },

    /** Makes the columns anew that lists copy from variants, stock and categories. */
    refresh: (id: string): Promise<number> => together([id], refreshListing),
  };
}

type Row = { readonly id: string };
