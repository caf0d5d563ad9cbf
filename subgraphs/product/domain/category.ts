import { constraint, refuse } from '@shop/domain';

export type Category = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly version: number;
  /** Slugs that it had and that no category has now. */
  readonly formerSlugs: readonly string[];
};

/** The maximum number of levels of the category tree. */
const maxDepth = 5;

/** Returns the path from the top of the tree to a category, without the category itself. */
export function ancestorsOf(
  { parentId }: Pick<Category, 'parentId'>,
  all: readonly Category[],
): Category[] {
  const parent = all.find(({ id }) => id === parentId);
  return parent ? [...ancestorsOf(parent, all), parent] : [];
}

export const childrenOf = ({ id }: Pick<Category, 'id'>, all: readonly Category[]): Category[] =>
  all.filter(({ parentId }) => parentId === id);

/** Returns the category that has a slug or, where none has it, the one that had it. */
export const categoryBySlug = (slug: string, all: readonly Category[]): Category | undefined =>
  all.find((category) => category.slug === slug) ??
  all.find(({ formerSlugs }) => formerSlugs.includes(slug));

/** Returns the former slugs of a category that gets this slug. */
export const formerSlugsOf = (
  { slug: previous, formerSlugs }: Category,
  slug: string,
): readonly string[] =>
  slug === previous ? formerSlugs : [...formerSlugs.filter((former) => former !== slug), previous];

/** Returns the ids of the categories with these slugs, present or former. Refuses INVALID_VALUE for an unknown slug. */
export function idsOfCategories(slugs: readonly string[], all: readonly Category[]): string[] {
  const ids = slugs.map(
    (slug, index) =>
      categoryBySlug(slug, all)?.id ??
      refuse(
        'INVALID_VALUE',
        'The category does not exist.',
        ['categories', String(index)],
        constraint('NOT_ALLOWED'),
      ),
  );
  return [...new Set(ids)];
}

/** Returns the id of the category with this slug, present or former. Refuses INVALID_VALUE for an unknown slug. */
export const idOfParent = (slug: string | null, all: readonly Category[]): string | null =>
  slug === null
    ? null
    : (categoryBySlug(slug, all)?.id ??
      refuse(
        'INVALID_VALUE',
        'The category does not exist.',
        ['parent'],
        constraint('NOT_ALLOWED'),
      ));

/** Refuses INVALID_VALUE for a parent within the category itself, and when the tree becomes too deep. */
export function assertValidParent(category: Category, all: readonly Category[]): void {
  const above = ancestorsOf(category, all);
  if (above.some(({ id }) => id === category.id) || category.parentId === category.id) {
    refuse(
      'INVALID_VALUE',
      'The parent must not be the category itself or one of its subcategories.',
      ['parent'],
      constraint('NOT_ALLOWED'),
    );
  }
  if (above.length + heightOf(category, all) > maxDepth) {
    refuse(
      'INVALID_VALUE',
      `Categories are at most ${maxDepth} levels deep.`,
      ['parent'],
      constraint('TOO_LARGE', maxDepth),
    );
  }
}

const heightOf = (category: Category, all: readonly Category[]): number =>
  1 + Math.max(0, ...childrenOf(category, all).map((child) => heightOf(child, all)));
