import { newId, plainText, refuse, validate } from '@shop/domain';
import { z } from 'zod';
import { type Category, idOfParent, refuseMisplaced } from './category.ts';
import { slug } from './fields.ts';
import type { CategoryStore } from './ports.ts';
import { slugOf } from './slug-of.ts';

const createCategoryInput = z.object({
  name: plainText(80),
  slug: slug.nullish(),
  parent: z.string().nullish(),
});
export type CreateCategoryInput = z.input<typeof createCategoryInput>;

/** All of them are read for a request that asks for any. */
const maxCategories = 1_000;

/**
 * Adds a category. Refuses INVALID_VALUE (bounds, unknown parent, too deep), LIMIT_REACHED and
 * SLUG_TAKEN.
 */
export function createCategory(
  categories: CategoryStore,
  input: CreateCategoryInput,
): Promise<Category> {
  const { name, slug = null, parent = null } = validate(createCategoryInput, input);
  return categories.save((all) => {
    if (all.length >= maxCategories) {
      refuse('LIMIT_REACHED', `A shop has at most ${maxCategories} categories.`);
    }
    const category = {
      id: newId(),
      name,
      slug: slug ?? slugOf(name),
      parentId: idOfParent(parent, all),
      version: 1,
    };
    refuseMisplaced(category, all);
    return category;
  });
}
