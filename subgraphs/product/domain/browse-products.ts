import type { Viewer } from '@shop/schema';
import type { Category } from './category.ts';
import type { ProductFilter } from './ports.ts';
import { isPublic, type Product } from './product.ts';

/** Whether this person may see the product: everybody if it is on sale, otherwise its keepers. */
export const maySee = (product: Product, viewer: Viewer | undefined): boolean =>
  isPublic(product) || viewer?.scopes.has('catalog:write') === true;

/** The filter for a viewer; `undefined` when the category does not exist, so nothing can match. */
export function filterFor(
  viewer: Viewer | undefined,
  categorySlug: string | null | undefined,
  categories: readonly Category[],
): ProductFilter | undefined {
  const publicOnly = !viewer?.scopes.has('catalog:write');
  if (categorySlug == null) return { publicOnly };
  const root = categories.find(({ slug }) => slug === categorySlug);
  return root && { publicOnly, categoryIds: withDescendants(root, categories) };
}

function withDescendants(root: Category, categories: readonly Category[]): string[] {
  const below = categories.filter(({ parentId }) => parentId === root.id);
  return [root.id, ...below.flatMap((category) => withDescendants(category, categories))];
}
