import { refuse } from '@shop/domain';

export type Category = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly version: number;
};

/** From the top of the tree to a category and its own children, a shelf is at most so deep. */
const maxDepth = 5;

/** The way down to a category from the top, itself not included. */
export function ancestorsOf(
  { parentId }: Pick<Category, 'parentId'>,
  all: readonly Category[],
): Category[] {
  const parent = all.find(({ id }) => id === parentId);
  return parent ? [...ancestorsOf(parent, all), parent] : [];
}

export const childrenOf = ({ id }: Pick<Category, 'id'>, all: readonly Category[]): Category[] =>
  all.filter(({ parentId }) => parentId === id);

/** Ids of the categories with these slugs. Refuses one that does not exist. */
export function idsOfCategories(slugs: readonly string[], all: readonly Category[]): string[] {
  const bySlug = new Map(all.map(({ slug, id }) => [slug, id]));
  const ids = slugs.map(
    (wanted, index) =>
      bySlug.get(wanted) ??
      refuse('INVALID_VALUE', 'is no category', ['categories', String(index)]),
  );
  return [...new Set(ids)];
}

/** The id of the category with this slug. Refuses one that does not exist. */
export const idOfParent = (slug: string | null, all: readonly Category[]): string | null =>
  slug === null
    ? null
    : (all.find((category) => category.slug === slug)?.id ??
      refuse('INVALID_VALUE', 'is no category', ['parent']));

/** Refuses a place below itself, and one where it or what is below it would be too deep. */
export function refuseMisplaced(category: Category, all: readonly Category[]): void {
  const above = ancestorsOf(category, all);
  if (above.some(({ id }) => id === category.id) || category.parentId === category.id) {
    refuse('INVALID_VALUE', 'must not be the category itself or one below it', ['parent']);
  }
  if (above.length + heightOf(category, all) > maxDepth) {
    refuse('INVALID_VALUE', `categories are at most ${maxDepth} deep`, ['parent']);
  }
}

const heightOf = (category: Category, all: readonly Category[]): number =>
  1 + Math.max(0, ...childrenOf(category, all).map((child) => heightOf(child, all)));
