import type { PageRequest } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { createFieldLoader } from '@shop/service';
import DataLoader from 'dataloader';
import type { Category } from './domain/category.ts';
import type { CategoryStore, PriceStore, PriceSummary, ProductStore } from './domain/ports.ts';
import type { Product, ProductVariant } from './domain/product.ts';
import { canManageCatalog, canRead } from './domain/visibility.ts';

type Sources = {
  readonly products: ProductStore;
  readonly categories: CategoryStore;
  readonly prices: PriceStore;
};

/** Creates the batched reads of one request. Products that the viewer may not see are null. */
export function createLoaders(
  { products, categories, prices }: Sources,
  viewer: Viewer | undefined,
) {
  const visible = (product: Product | undefined) =>
    product && canRead(product, { viewer }) ? product : null;
  const canManage = canManageCatalog(viewer);
  let all: Promise<Category[]> | undefined;
  return {
    product: new DataLoader<string, Product | null>(async (ids) =>
      (await products.byIds(ids)).map(visible),
    ),
    productBySlug: new DataLoader<string, Product | null>(async (slugs) =>
      (await products.bySlugs(slugs)).map(visible),
    ),
    variant: new DataLoader<string, ProductVariant | undefined>((ids) =>
      products.variantsByIds(ids, canManage),
    ),
    variantBySku: new DataLoader<string, ProductVariant | undefined>((skus) =>
      products.variantsBySkus(skus, canManage),
    ),
    prices: new DataLoader<string, PriceSummary | undefined>((ids) =>
      prices.summaries(ids, new Date()),
    ),
    priceHistory: createFieldLoader((ids, page: PageRequest) => prices.pages(ids, page)),
    priceCount: new DataLoader<string, number>((ids) => prices.counts(ids)),
    productCount: new DataLoader<string, number>((ids) => categories.productCounts(ids)),
    /** All categories, read once per request: a shop has few. */
    categories: () => {
      all ??= categories.all();
      return all;
    },
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
