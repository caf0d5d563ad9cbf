import type { Change, IdempotencyKey, Money, Page, PageRequest, RefusalReason } from '@shop/domain';
import type { Category } from './category.ts';
import type { Product, ProductEvent, ProductStatus, ProductVariant } from './product.ts';

export type ProductSort = 'RELEVANCE' | 'NEWEST' | 'PRICE_ASC' | 'PRICE_DESC' | 'TITLE';

/** The conditions that every product of a list meets. */
export type ProductFilter = {
  /** Search text as people write it. */
  readonly search?: string | undefined;
  readonly statuses?: readonly ProductStatus[] | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly skus?: readonly string[] | undefined;
  /** Products of this category and its subcategories. */
  readonly categoryId?: string | undefined;
  /** The same for the category whose list this is; no facet leaves it out. */
  readonly withinId?: string | undefined;
  /** Bounds of the lowest price of a product's variants, in minor units. */
  readonly price?:
    | {
        readonly currency: string;
        readonly min: bigint | undefined;
        readonly max: bigint | undefined;
      }
    | undefined;
  /** One variant meets all of them, with any of the values of each. */
  readonly options?: readonly OptionFilter[] | undefined;
  readonly inStock?: boolean | undefined;
};

export type OptionFilter = { readonly name: string; readonly values: readonly string[] };

/** Number of products that match with one value of an option. */
export type OptionCount = { readonly name: string; readonly value: string; readonly count: number };

/** Numbers of products by each of their properties; prices are in minor units. */
export type FacetCounts = {
  readonly categories: readonly { readonly id: string; readonly count: number }[];
  readonly options: readonly OptionCount[];
  readonly prices: readonly {
    readonly currency: string;
    readonly count: number;
    readonly min: bigint;
    readonly max: bigint;
  }[];
  readonly stock: { readonly yes: number; readonly no: number };
};

/** A product with its sort key in the list. */
export type ListedProduct = { readonly product: Product; readonly key: readonly string[] };

export type ProductStore = {
  /**
   * Saves a new product. A repeated request with a key changes nothing and returns the product of the first one, as it is
   * now. Refuses SLUG_TAKEN, SKU_TAKEN and IDEMPOTENCY_CONFLICT.
   */
  add(change: Change<Product, ProductEvent>, once?: IdempotencyKey): Promise<Product>;
  /** Decides under the lock of the product, once per key. Refuses NOT_FOUND and the codes of `add`. */
  update(
    id: string,
    decide: (product: Product) => Change<Product, ProductEvent>,
    once?: IdempotencyKey,
  ): Promise<Product>;
  /** Returns the product that the first request with a key has changed. Refuses IDEMPOTENCY_CONFLICT. */
  changedBy(key: IdempotencyKey): Promise<Product | undefined>;
  /**
   * Decides about the products with these slugs under their locks, and saves all decisions or none; a product with an
   * unknown id is a new one. Refuses SLUG_TAKEN and SKU_TAKEN.
   */
  upsert(
    slugs: readonly string[],
    decide: (known: readonly (Product | undefined)[]) => readonly Change<Product, ProductEvent>[],
  ): Promise<void>;
  byIds(ids: readonly string[]): Promise<(Product | undefined)[]>;
  bySlugs(slugs: readonly string[]): Promise<(Product | undefined)[]>;
  /** Returns the products that had these slugs, where no product has them now. */
  byFormerSlugs(slugs: readonly string[]): Promise<(Product | undefined)[]>;
  /** Returns variants of drafts only with `includeDrafts`. */
  variantsByIds(
    ids: readonly string[],
    includeDrafts: boolean,
  ): Promise<(ProductVariant | undefined)[]>;
  variantsBySkus(
    skus: readonly string[],
    includeDrafts: boolean,
  ): Promise<(ProductVariant | undefined)[]>;
  page(filter: ProductFilter, sort: ProductSort, page: PageRequest): Promise<Page<ListedProduct>>;
  /** Returns one page of each of these categories, with their subcategories. */
  pagesWithin(
    categoryIds: readonly string[],
    filter: ProductFilter,
    sort: ProductSort,
    page: PageRequest,
  ): Promise<Page<ListedProduct>[]>;
  count(filter: ProductFilter): Promise<number>;
  countsWithin(categoryIds: readonly string[], filter: ProductFilter): Promise<number[]>;
  /** Counts the values of each facet, each facet without its own part of the filter. */
  facets(filter: ProductFilter): Promise<FacetCounts>;
  /** Runs the work, returns its result and rolls it back. */
  dryRun<T>(work: (products: ProductStore) => Promise<T>): Promise<T>;
};

/** The price of a variant during a period in which its product was on sale. */
export type PricePoint = {
  readonly id: string;
  readonly price: Money;
  readonly validFrom: Date;
  /** Null for the current price. */
  readonly validTo: Date | null;
};

export type PriceSummary = {
  /** Lowest price of the last 30 days; null when the variant was not on sale. */
  readonly lowest30Days: Money | null;
  /** Lowest price of the 30 days before the current price, when that is higher than the current price. */
  readonly prior: Money | null;
};

/** The price history of variants, which the product store writes. */
export type PriceStore = {
  /** Returns one page of the history of each variant, newest first. */
  pages(variantIds: readonly string[], page: PageRequest): Promise<Page<PricePoint>[]>;
  counts(variantIds: readonly string[]): Promise<number[]>;
  summaries(variantIds: readonly string[], now: Date): Promise<(PriceSummary | undefined)[]>;
};

export type CategoryStore = {
  /** Returns all categories, by name. */
  all(): Promise<Category[]>;
  /**
   * Decides and saves a category under the lock of all categories. A repeated request with a key changes nothing and
   * returns the category of the first one, as it is now. Refuses SLUG_TAKEN and IDEMPOTENCY_CONFLICT.
   */
  save(decide: (all: readonly Category[]) => Category, once?: IdempotencyKey): Promise<Category>;
  /** Returns the numbers of products on sale in these categories and their subcategories. */
  productCounts(ids: readonly string[]): Promise<number[]>;
};

/** The available units of a variant, with the event that reported them. */
export type StockLevel = {
  readonly variantId: string;
  readonly available: number;
  readonly eventTime: Date;
  readonly eventId: string;
};

export type StockStore = {
  /** Saves the newest level of each variant, even of one that is not known yet. */
  project(level: StockLevel): Promise<void>;
};

/** The result for one row of a bulk upsert, in the form that is stored for a replay. */
export type RowResult = {
  readonly index: number;
  readonly action: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'FAILED';
  readonly productId: string | null;
  readonly reasons: readonly RefusalReason[];
};

/** The results of bulk upserts by idempotency key. */
export type BulkResultStore = {
  /** Returns the results of the first request with this key. Refuses IDEMPOTENCY_CONFLICT. */
  find(key: IdempotencyKey): Promise<readonly RowResult[] | undefined>;
  save(key: IdempotencyKey, results: readonly RowResult[]): Promise<void>;
};
