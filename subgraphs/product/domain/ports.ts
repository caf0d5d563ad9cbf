import type { IdempotencyKey, Money, Page, PageRequest, RefusalReason } from '@shop/domain';
import type { Category } from './category.ts';
import type { Change } from './change.ts';
import type { Product, ProductEvent, ProductStatus, ProductVariant } from './product.ts';

export type ProductSort = 'RELEVANCE' | 'NEWEST' | 'PRICE_ASC' | 'PRICE_DESC' | 'TITLE';

/** All that is given must hold. */
export type ProductFilter = {
  /** Words as people write them. */
  readonly search?: string | undefined;
  readonly statuses?: readonly ProductStatus[] | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly skus?: readonly string[] | undefined;
  /** Filed under this category or one below it. */
  readonly categoryId?: string | undefined;
  /** Bounds of the lowest price of a variant, in minor units. */
  readonly price?:
    | {
        readonly currency: string;
        readonly min: bigint | undefined;
        readonly max: bigint | undefined;
      }
    | undefined;
  /** One variant meets them all, with any of the values of each. */
  readonly options?: readonly OptionFilter[] | undefined;
  readonly inStock?: boolean | undefined;
};

export type OptionFilter = { readonly name: string; readonly values: readonly string[] };

/** How many products one value of an option would leave. */
export type OptionCount = { readonly name: string; readonly value: string; readonly count: number };

/** Products by each of their properties, in minor units where they are prices. */
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

/** A product and its place in the list. */
export type Listed = { readonly product: Product; readonly key: readonly string[] };

export type ProductStore = {
  /** Saves a new product. Refuses SLUG_TAKEN and SKU_TAKEN. */
  add(change: Change<Product, ProductEvent>): Promise<Product>;
  /** Decides under the lock of the product. Refuses NOT_FOUND, SLUG_TAKEN and SKU_TAKEN. */
  update(id: string, decide: (product: Product) => Change<Product, ProductEvent>): Promise<Product>;
  byIds(ids: readonly string[]): Promise<(Product | undefined)[]>;
  bySlugs(slugs: readonly string[]): Promise<(Product | undefined)[]>;
  /** Variants of drafts are found only when asked for. */
  variantsByIds(ids: readonly string[], drafts: boolean): Promise<(ProductVariant | undefined)[]>;
  variantsBySkus(skus: readonly string[], drafts: boolean): Promise<(ProductVariant | undefined)[]>;
  page(filter: ProductFilter, sort: ProductSort, page: PageRequest): Promise<Page<Listed>>;
  count(filter: ProductFilter): Promise<number>;
  /** What the list can be narrowed by, each counted without its own part of the filter. */
  facets(filter: ProductFilter): Promise<FacetCounts>;
  /** Does the work, tells what came of it, and undoes it. */
  rehearse<T>(work: (products: ProductStore) => Promise<T>): Promise<T>;
};

/** What was asked for a variant for some time, while its product was on sale. */
export type PricePoint = {
  readonly id: string;
  readonly price: Money;
  readonly validFrom: Date;
  /** Null while it is. */
  readonly validTo: Date | null;
};

export type PriceSummary = {
  /** Lowest of the 30 days before now; null when it was not on sale in them. */
  readonly lowest30Days: Money | null;
  /** Lowest of the 30 days before the present price, when that is higher. */
  readonly prior: Money | null;
};

/** What was asked for variants; the product store writes it. */
export type PriceStore = {
  /** The same page of the history of each variant, newest first. */
  pages(variantIds: readonly string[], page: PageRequest): Promise<Page<PricePoint>[]>;
  counts(variantIds: readonly string[]): Promise<number[]>;
  summaries(variantIds: readonly string[], now: Date): Promise<(PriceSummary | undefined)[]>;
};

export type CategoryStore = {
  /** All of them, by name. */
  all(): Promise<Category[]>;
  /** Saves what is decided on sight of all of them, while nobody else changes any. Refuses SLUG_TAKEN. */
  save(decide: (all: readonly Category[]) => Category): Promise<Category>;
  /** How many products on sale are in these categories and below them. */
  productCounts(ids: readonly string[]): Promise<number[]>;
};

/** What inventory said of a variant, and when. */
export type StockNews = {
  readonly variantId: string;
  readonly available: number;
  readonly eventTime: Date;
  readonly eventId: string;
};

export type StockStore = {
  /** Keeps the newest news of each variant, also of one that is not known (yet). */
  learn(news: StockNews): Promise<void>;
};

/** What became of one row of a bulk, as it is kept for a replay. */
export type RowResult = {
  readonly index: number;
  readonly action: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'FAILED';
  readonly productId: string | null;
  readonly reasons: readonly RefusalReason[];
};

export type AnswerStore = {
  /** The first answer to this request, if there was one. Refuses IDEMPOTENCY_CONFLICT. */
  find(key: IdempotencyKey): Promise<readonly RowResult[] | undefined>;
  keep(key: IdempotencyKey, answer: readonly RowResult[]): Promise<void>;
};
