import type { PageRequest } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { createFieldLoader } from '@shop/service';
import DataLoader from 'dataloader';
import { isKeeper, maySee } from './domain/browse-products.ts';
import type { Category } from './domain/category.ts';
import type { CategoryStore, PriceStore, PriceSummary, ProductStore } from './domain/ports.ts';
import type { Product, ProductVariant } from './domain/product.ts';

type Sources = {
  readonly products: ProductStore;
  readonly categories: CategoryStore;
  readonly prices: PriceStore;
};

/** Batched reads of one request. Products the viewer may not see are null. */
export function createLoaders(
  { products, categories, prices }: Sources,
  viewer: Viewer | undefined,
) {
  const seen = (product: Product | undefined) =>
    product && maySee(product, viewer) ? product : null;
  const keeps = isKeeper(viewer);
  let all: Promise<Category[]> | undefined;
  return {
    product: new DataLoader<string, Product | null>(async (ids) =>
      (await products.byIds(ids)).map(seen),
    ),
    productBySlug: new DataLoader<string, Product | null>(async (slugs) =>
      (await products.bySlugs(slugs)).map(seen),
    ),
    variant: new DataLoader<string, ProductVariant | undefined>((ids) =>
      products.variantsByIds(ids, keeps),
    ),
    variantBySku: new DataLoader<string, ProductVariant | undefined>((skus) =>
      products.variantsBySkus(skus, keeps),
    ),
    prices: new DataLoader<string, PriceSummary | undefined>((ids) =>
      prices.summaries(ids, new Date()),
    ),
    priceHistory: createFieldLoader((ids, page: PageRequest) => prices.pages(ids, page)),
    priceCount: new DataLoader<string, number>((ids) => prices.counts(ids)),
    productCount: new DataLoader<string, number>((ids) => categories.productCounts(ids)),
    /** Every category, read once per request: a shop has few. */
    categories: () => {
      all ??= categories.all();
      return all;
    },
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
