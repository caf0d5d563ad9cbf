import { assertVersion, optionalIdempotencyKey, plainText, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { assertValidParent, type Category, formerSlugsOf, idOfParent } from './category.ts';
import { expectedVersion, idempotencyKey, slug } from './fields.ts';
import type { CategoryStore } from './ports.ts';

const updateCategoryInput = z.object({
  categoryId: z.string(),
  name: plainText(80).nullish(),
  slug: slug.nullish(),
  parent: z.string().nullish(),
  expectedVersion,
  idempotencyKey,
});
export type UpdateCategoryInput = z.input<typeof updateCategoryInput>;

/**
 * Changes the given fields of a category. Refuses INVALID_VALUE (bounds, unknown parent, a parent within the
 * category itself, too deep), NOT_FOUND, VERSION_CONFLICT and SLUG_TAKEN.
 */
export function updateCategory(
  categories: CategoryStore,
  viewer: Viewer | undefined,
  input: UpdateCategoryInput,
): Promise<Category> {
  const request = validate(updateCategoryInput, input);
  const once = optionalIdempotencyKey('updateCategory', viewer?.id ?? '', request);
  return categories.save((all) => {
    const category =
      all.find(({ id }) => id === request.categoryId) ??
      refuse('NOT_FOUND', 'The category does not exist.', ['categoryId']);
    assertVersion(category, request.expectedVersion);
    const next = {
      ...category,
      name: request.name ?? category.name,
      slug: request.slug ?? category.slug,
      parentId: request.parent === undefined ? category.parentId : idOfParent(request.parent, all),
      version: category.version + 1,
      formerSlugs: formerSlugsOf(category, request.slug ?? category.slug),
    };
    assertValidParent(next, all);
    return next;
  }, once);
}
