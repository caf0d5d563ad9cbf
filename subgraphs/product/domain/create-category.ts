import {
  constraint,
  newId,
  optionalIdempotencyKey,
  plainText,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { assertValidParent, type Category, idOfParent } from './category.ts';
import { idempotencyKey, slug } from './fields.ts';
import type { CategoryStore } from './ports.ts';
import { slugsOf } from './slug-of.ts';

const createCategoryInput = z.object({
  name: plainText(80),
  slug: slug.nullish(),
  parent: z.string().nullish(),
  idempotencyKey,
});
export type CreateCategoryInput = z.input<typeof createCategoryInput>;

/** Returns the first slug of this name that no category has or had: links to a former slug stay right. */
function freeSlug(name: string, all: readonly Category[]): string {
  const taken = new Set(all.flatMap(({ slug, formerSlugs }) => [slug, ...formerSlugs]));
  const [free = ''] = slugsOf(name, 1, taken.size + 1).filter((slug) => !taken.has(slug));
  return free;
}

/** A request that reads any category reads all of them. */
const maxCategories = 1_000;

/**
 * Creates a category. Refuses INVALID_VALUE (bounds, unknown parent, too deep), LIMIT_REACHED and
 * SLUG_TAKEN.
 */
export function createCategory(
  categories: CategoryStore,
  viewer: Viewer | undefined,
  input: CreateCategoryInput,
): Promise<Category> {
  const request = validate(createCategoryInput, input);
  const { name, slug, parent = null } = request;
  const once = optionalIdempotencyKey('createCategory', viewer?.id ?? '', request);
  return categories.save((all) => {
    if (all.length >= maxCategories) {
      const message = `A shop has at most ${maxCategories} categories.`;
      refuse('LIMIT_REACHED', message, undefined, constraint('TOO_MANY', maxCategories));
    }
    const category = {
      id: newId(),
      name,
      slug: slug ?? freeSlug(name, all),
      parentId: idOfParent(parent, all),
      version: 1,
      formerSlugs: [],
    };
    assertValidParent(category, all);
    return category;
  }, once);
}
