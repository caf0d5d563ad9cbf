import type { PageRequest } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { createFieldLoader } from '@shop/service';
import DataLoader from 'dataloader';
import type { Category } from './domain/category.ts';
import type {
  CategoryStore,
  PriceStore,
  PriceSummary,
  ProductFilter,
  ProductStore,
} from './domain/ports.ts';
import type { Product, ProductVariant } from './domain/product.ts';
import type { ProductList } from './domain/product-list.ts';
import { canManageCatalog, canRead } from './domain/visibility.ts';

type Sources = {
  readonly products: ProductStore;
  readonly categories: CategoryStore;
  readonly prices: PriceStore;
};

/** One page of the list of a category. */
type CategoryList = ProductList & { readonly page: PageRequest };

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
    /** By its slug or, where no product has it, by a former one. */
    productBySlug: new DataLoader<string, Product | null>(async (slugs) => {
      const present = await products.bySlugs(slugs);
      const missing = slugs.filter((_, index) => !present[index]);
      const former = missing.length > 0 ? await products.byFormerSlugs(missing) : [];
      const found = new Map(missing.map((slug, index) => [slug, former[index]]));
      return slugs.map((slug, index) => visible(present[index] ?? found.get(slug)));
    }),
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
    categoryPages: createFieldLoader((ids, { filter, sort, page }: CategoryList) =>
      products.pagesWithin(ids, filter, sort, page),
    ),
    categoryCounts: createFieldLoader((ids, filter: ProductFilter) =>
      products.countsWithin(ids, filter),
    ),
    productCount: new DataLoader<string, number>((ids) => categories.productCounts(ids)),
    /** All categories, read once per request: a shop has few. */
    categories: () => {
      all ??= categories.all();
      return all;
    },
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
