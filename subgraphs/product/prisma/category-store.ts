import { inOrder, isId, joinedWords } from '@shop/domain';
import type { CategoryStore } from '../domain/ports.ts';
import { lockCategoriesExclusive } from './category-lock.ts';
import { type Database, inTransaction } from './client.ts';
import { refuseTaken } from './refuse-taken.ts';
import { refreshListing } from './save-product.ts';

/** The store of categories on Prisma. */
export const createCategoryStore = (database: Database): CategoryStore => ({
  all: () => allOf(database),

  save: (decide) =>
    inTransaction(database, async (tx) => {
      await lockCategoriesExclusive(tx);
      const next = decide(await allOf(tx));
      const { id } = next;
      const row = { ...next, words: joinedWords(next.name) };
      await tx.category.upsert({ where: { id }, create: row, update: row }).catch(refuseTaken);
      const rows = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM products WHERE shelf_ids @> ARRAY[${id}::uuid] ORDER BY id FOR UPDATE`;
      await refreshListing(
        tx,
        rows.map((row) => row.id),
      );
      return next;
    }),

  async productCounts(ids) {
    const rows = await database.$queryRaw<{ id: string; count: bigint }[]>`
      SELECT wanted.id, count(*) AS count
      FROM unnest(${ids.filter(isId)}::uuid[]) AS wanted (id)
      JOIN products ON shelf_ids @> ARRAY[wanted.id] AND status = 'ACTIVE'
      GROUP BY wanted.id`;
    return inOrder(ids, rows, ({ id }) => id).map((row) => Number(row?.count ?? 0));
  },
});

const allOf = (database: Database) =>
  database.category.findMany({ omit: { words: true }, orderBy: [{ name: 'asc' }, { id: 'asc' }] });
