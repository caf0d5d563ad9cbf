import type { Page, PageRequest } from '@shop/schema';
import type { Category } from './category.ts';
import type { Product, ProductEvent, ProductVariant } from './product.ts';

/** A decision: the state to save and the events to say, together or not at all. */
export type Change<T, E> = { readonly next: T; readonly events: readonly E[] };

export type ProductFilter = {
  /** Only ACTIVE products. */
  readonly publicOnly: boolean;
  /** Filed under one of these categories. */
  readonly categoryIds?: readonly string[];
};

export type ProductStore = {
  /** Saves a new product. Refuses SLUG_TAKEN and SKU_TAKEN. */
  add(change: Change<Product, ProductEvent>): Promise<Product>;
  byIds(ids: readonly string[]): Promise<(Product | undefined)[]>;
  bySlugs(slugs: readonly string[]): Promise<(Product | undefined)[]>;
  /** Variants of drafts are found only when asked for. */
  variantsByIds(ids: readonly string[], drafts: boolean): Promise<(ProductVariant | undefined)[]>;
  variantsBySkus(skus: readonly string[], drafts: boolean): Promise<(ProductVariant | undefined)[]>;
  /** Newest first. */
  page(filter: ProductFilter, page: PageRequest): Promise<Page<Product>>;
  count(filter: ProductFilter): Promise<number>;
};

export type CategoryStore = {
  /** All of them, by name. */
  all(): Promise<Category[]>;
};
