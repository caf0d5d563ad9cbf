import { type Money, moneyToMessage, refuse } from '@shop/domain';
import type { EventsOf } from '@shop/schema';
import type { Change } from './change.ts';

export type ProductStatus = 'DRAFT' | 'ACTIVE' | 'ARCHIVED';

export type SelectedOption = { readonly name: string; readonly value: string };

export type ProductImage = { readonly url: string; readonly alt: string };

export type ProductVariant = {
  readonly id: string;
  readonly productId: string;
  readonly sku: string;
  readonly options: readonly SelectedOption[];
  readonly price: Money;
};

export type Product = {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly status: ProductStatus;
  readonly categoryIds: readonly string[];
  readonly images: readonly ProductImage[];
  readonly variants: readonly ProductVariant[];
  /** As inventory has said; the store alone changes it. */
  readonly inStock: boolean;
  readonly publishedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
};

export type ProductEvent = EventsOf<'product'>;

/** From each status, where a product may go. What is not here is refused. */
const transitions: Readonly<Record<ProductStatus, readonly ProductStatus[]>> = {
  DRAFT: ['ACTIVE', 'ARCHIVED'],
  ACTIVE: ['ARCHIVED'],
  ARCHIVED: ['ACTIVE'],
};

/** The product in another status. Refuses moves the table does not have. */
export function move(product: Product, to: ProductStatus, now: Date): Product {
  if (!transitions[product.status].includes(to)) {
    return refuse('ILLEGAL_TRANSITION', `A product that is ${product.status} cannot become ${to}.`);
  }
  const publishedAt = product.publishedAt ?? (to === 'ACTIVE' ? now : null);
  return { ...product, status: to, publishedAt };
}

/** `M / Black`; empty for the only variant of a product without options. */
export const variantTitle = ({ options }: Pick<ProductVariant, 'options'>): string =>
  options.map(({ value }) => value).join(' / ');

/** What the variants differ in, each option with its values in order of appearance. */
export function productOptions({ variants }: Pick<Product, 'variants'>) {
  const values = new Map<string, Set<string>>();
  for (const { name, value } of variants.flatMap(({ options }) => options)) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  return [...values].map(([name, set]) => ({ name, values: [...set] }));
}

/** The cheapest and the dearest price. A product has at least one variant, all in one currency. */
export function priceRange({ variants }: Pick<Product, 'variants'>) {
  const prices = variants.map(({ price }) => price);
  return {
    min: prices.reduce((low, price) => (price.minor < low.minor ? price : low)),
    max: prices.reduce((high, price) => (price.minor > high.minor ? price : high)),
  };
}

/** Whether this product may be seen by people without `catalog:write`. */
export const isPublic = ({ status }: Pick<Product, 'status'>): boolean => status === 'ACTIVE';

/** What every product event says: the whole product. */
const productMessage = (product: Product) => ({
  productId: product.id,
  version: product.version,
  slug: product.slug,
  title: product.title,
  status: product.status,
  variants: product.variants.map((variant) => ({
    variantId: variant.id,
    sku: variant.sku,
    title: variantTitle(variant),
    price: moneyToMessage(variant.price),
  })),
});

/** A product that is new, and its event. */
export const created = (next: Product): Change<Product, ProductEvent> => ({
  next,
  events: [{ type: 'product.created.v1', subject: next.id, data: productMessage(next) }],
});

/** A product that has changed, in its next version, and its event. */
export function changed(product: Product, now: Date): Change<Product, ProductEvent> {
  const next = { ...product, version: product.version + 1, updatedAt: now };
  return {
    next,
    events: [{ type: 'product.updated.v1', subject: next.id, data: productMessage(next) }],
  };
}

/** The wanted categories, or the present ones where they are the same in whatever order. */
export const categoriesOf = (
  { categoryIds }: Product,
  wanted: readonly string[] = categoryIds,
): readonly string[] =>
  categoryIds.length === wanted.length && wanted.every((id) => categoryIds.includes(id))
    ? categoryIds
    : wanted;

/** Whether nothing that people can change is different; variants are the same objects, in any order. */
export const isSameProduct = (one: Product, other: Product): boolean =>
  one.slug === other.slug &&
  one.title === other.title &&
  one.description === other.description &&
  one.status === other.status &&
  one.categoryIds === other.categoryIds &&
  JSON.stringify(one.images) === JSON.stringify(other.images) &&
  one.variants.length === other.variants.length &&
  other.variants.every((variant) => one.variants.includes(variant));

/** Nothing to save and nothing to say. */
export const unchanged = (next: Product): Change<Product, ProductEvent> => ({ next, events: [] });
