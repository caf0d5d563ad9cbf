import { newId } from '@shop/domain';
import { createCategory } from '../../domain/create-category.ts';
import type { Catalogue } from '../open-catalogue.ts';
import { conflict, type RefusalCases, withNothing, withUsedKey } from './case.ts';

const nothing = withNothing({ category: null });

/** Refusals of the mutations of categories. */
export const categoryRefusals = (shop: Catalogue): RefusalCases => {
  const created = () => createCategory(shop.categories, undefined, { name: `Shelf ${newId()}` });
  const update = async (input: object) => {
    const { id } = await created();
    return { input: { categoryId: id, ...input }, now: { category: { id } } };
  };
  return {
    'createCategory IDEMPOTENCY_CONFLICT': async () =>
      withUsedKey(shop, 'createCategory', await nothing({ name: 'Shelf' })()),
    'updateCategory IDEMPOTENCY_CONFLICT': async () =>
      withUsedKey(shop, 'updateCategory', await update({})),
    'createCategory INVALID_VALUE': nothing({ name: '' }),
    'createCategory SLUG_TAKEN': nothing(async () => ({
      name: 'Shelf',
      slug: (await created()).slug,
    })),
    'updateCategory INVALID_VALUE': () => update({ name: '' }),
    'updateCategory NOT_FOUND': nothing({ categoryId: newId() }),
    'updateCategory VERSION_CONFLICT': () => update(conflict),
    'updateCategory SLUG_TAKEN': async () => update({ slug: (await created()).slug }),
    // Last: no other category can be created after it.
    'createCategory LIMIT_REACHED': nothing(async () => {
      const length = 1_000 - (await shop.prisma.category.count());
      const data = Array.from({ length }, () => {
        const id = newId();
        return { id, slug: `full-${id}`, name: 'Full', words: 'full' };
      });
      await shop.prisma.category.createMany({ data });
      return { name: 'One more' };
    }),
  };
};
