import { inOrder, isId, joinedWords } from '@shop/domain';
import { findKey, storeKey } from '@shop/service/prisma';
import type { Category } from '../domain/category.ts';
import type { CategoryStore } from '../domain/ports.ts';
import { lockCategoriesExclusive } from './category-lock.ts';
import { type Database, inTransaction } from './client.ts';
import { refuseTaken } from './refuse-taken.ts';
import { refreshListing } from './save-product.ts';

/** The store of categories on Prisma. */
export const createCategoryStore = (database: Database): CategoryStore => ({
  all: () => allOf(database),

  save: (decide, once) =>
    inTransaction(database, async (tx) => {
      await lockCategoriesExclusive(tx);
      const all = await allOf(tx);
      const first = once && (await findKey(tx, once));
      const known = all.find(({ id }) => id === first?.result);
      if (known) return known;
      const next = decide(all);
      const { id } = next;
      if (once) await storeKey(tx, once, id);
      await saveCategory(tx, next).catch(refuseTaken);
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

/** Saves a category and its former slugs. Slugs that it has or had belong to no other category any more. */
async function saveCategory(tx: Database, { formerSlugs, ...category }: Category): Promise<void> {
  const { id, slug } = category;
  const row = { ...category, words: joinedWords(category.name) };
  await tx.category.upsert({ where: { id }, create: row, update: row });
  const where = { OR: [{ categoryId: id }, { slug: { in: [slug, ...formerSlugs] } }] };
  await tx.formerCategorySlug.deleteMany({ where });
  const data = formerSlugs.map((former) => ({ slug: former, categoryId: id }));
  await tx.formerCategorySlug.createMany({ data });
}

const allOf = (database: Database) =>
  database.$queryRaw<Category[]>`
    SELECT c.id, c.slug, c.name, c.parent_id AS "parentId", c.version,
      ARRAY(SELECT f.slug FROM former_category_slugs f WHERE f.category_id = c.id ORDER BY f.slug)
        AS "formerSlugs"
    FROM categories c ORDER BY c.name, c.id`;
