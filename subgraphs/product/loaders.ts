import type { Viewer } from '@shop/schema';
import DataLoader from 'dataloader';
import { maySee } from './domain/browse-products.ts';
import type { Category } from './domain/category.ts';
import type { CategoryStore, ProductStore } from './domain/ports.ts';
import type { Product, ProductVariant } from './domain/product.ts';

/** Batched reads of one request. Products the viewer may not see are null. */
export function createLoaders(
  products: ProductStore,
  categories: CategoryStore,
  viewer: Viewer | undefined,
) {
  const seen = (product: Product | undefined) =>
    product && maySee(product, viewer) ? product : null;
  const keeps = viewer?.scopes.has('catalog:write') === true;
  let all: Promise<Category[]> | undefined;
  const product = new DataLoader<string, Product | null>(async (ids) =>
    (await products.byIds(ids)).map(seen),
  );
  return {
    product,
    productBySlug: new DataLoader<string, Product | null>(async (slugs) =>
      (await products.bySlugs(slugs)).map(seen),
    ),
    variant: new DataLoader<string, ProductVariant | undefined>((ids) =>
      products.variantsByIds(ids, keeps),
    ),
    variantBySku: new DataLoader<string, ProductVariant | undefined>((skus) =>
      products.variantsBySkus(skus, keeps),
    ),
    /** Every category, read once per request: a shop has few. */
    categories: () => {
      all ??= categories.all();
      return all;
    },
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
