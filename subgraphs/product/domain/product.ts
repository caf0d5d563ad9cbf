import { type Change, constraint, type Money, moneyToMessage, newId, refuse } from '@shop/domain';
import type { EventsOf } from '@shop/schema';
import { type Goods, standardGoods, withGoods } from './goods.ts';

export type ProductStatus = 'DRAFT' | 'ACTIVE' | 'ARCHIVED';

export type SelectedOption = { readonly name: string; readonly value: string };

export type ProductImage = { readonly url: string; readonly alt: string };

export type ProductVariant = Goods & {
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
  /** Projected from the inventory's events; only the store changes it. */
  readonly inStock: boolean;
  readonly publishedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
};

export type ProductEvent = EventsOf<'product'>;

/** The statuses that a product may change to from each status. */
const transitions: Readonly<Record<ProductStatus, readonly ProductStatus[]>> = {
  DRAFT: ['ACTIVE', 'ARCHIVED'],
  ACTIVE: ['ARCHIVED'],
  ARCHIVED: ['ACTIVE'],
};

/** Returns the product in another status. Refuses ILLEGAL_TRANSITION. */
export function transition(product: Product, to: ProductStatus, now: Date): Product {
  if (!transitions[product.status].includes(to)) {
    return refuse(
      'ILLEGAL_TRANSITION',
      `A product that is ${product.status.toLowerCase()} cannot become ${to.toLowerCase()}.`,
    );
  }
  const publishedAt = product.publishedAt ?? (to === 'ACTIVE' ? now : null);
  return { ...product, status: to, publishedAt };
}

/** Returns `M / Black`; empty for the only variant of a product without options. */
export const variantTitle = ({ options }: Pick<ProductVariant, 'options'>): string =>
  options.map(({ value }) => value).join(' / ');

/** Returns the options in which the variants differ, with their values in order of appearance. */
export function productOptions({ variants }: Pick<Product, 'variants'>) {
  const values = new Map<string, Set<string>>();
  for (const { name, value } of variants.flatMap(({ options }) => options)) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  return [...values].map(([name, set]) => ({ name, values: [...set] }));
}

/** Returns the lowest and the highest price. A product has at least one variant, all in one currency. */
export function priceRange({ variants }: Pick<Product, 'variants'>) {
  const prices = variants.map(({ price }) => price);
  return {
    min: prices.reduce((low, price) => (price.minor < low.minor ? price : low)),
    max: prices.reduce((high, price) => (price.minor > high.minor ? price : high)),
  };
}

type NewVariant = Pick<ProductVariant, 'sku' | 'options' | 'price'> &
  Parameters<typeof withGoods>[1] & { readonly id?: string };

type NewProduct = Pick<
  Product,
  'slug' | 'title' | 'description' | 'status' | 'categoryIds' | 'images'
> & { readonly id?: string; readonly variants: readonly NewVariant[] };

/** Returns a new product in its first version, not in stock. Refuses INVALID_VALUE for the status ARCHIVED. */
export function newProduct(
  { id = newId(), slug, title, description, status, categoryIds, images, variants }: NewProduct,
  now: Date,
): Product {
  if (status === 'ARCHIVED') {
    refuse(
      'INVALID_VALUE',
      'A new product is DRAFT or ACTIVE.',
      ['status'],
      constraint('NOT_ALLOWED'),
    );
  }
  return {
    id,
    slug,
    title,
    description,
    status,
    categoryIds,
    images,
    variants: variants.map((variant) => ({
      ...{ id: newId(), ...variant, ...withGoods(standardGoods, variant) },
      productId: id,
    })),
    inStock: false,
    publishedAt: status === 'ACTIVE' ? now : null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** Whether viewers without `catalog:write` may see the product. */
export const isPublic = ({ status }: Pick<Product, 'status'>): boolean => status === 'ACTIVE';

/** Returns the data of a product event: the whole product. */
const productMessage = (product: Product) => ({
  productId: product.id,
  version: product.version,
  slug: product.slug,
  title: product.title,
  ...(product.images[0] && { imageUrl: product.images[0].url }),
  status: product.status,
  ...(product.categoryIds.length > 0 && { categoryIds: [...product.categoryIds] }),
  variants: product.variants.map((variant) => ({
    variantId: variant.id,
    sku: variant.sku,
    title: variantTitle(variant),
    price: moneyToMessage(variant.price),
    ...(variant.taxClass !== standardGoods.taxClass && { taxClass: variant.taxClass }),
    ...(variant.weightGrams !== null && { weightGrams: variant.weightGrams }),
    ...(!variant.isShipped && { isShipped: false }),
  })),
});

/** Returns a new product with its event. */
export const created = (next: Product): Change<Product, ProductEvent> => ({
  next,
  events: [{ type: 'product.created.v1', subject: next.id, data: productMessage(next) }],
});

/** Returns a changed product in its next version, with its event. */
export function changed(product: Product, now: Date): Change<Product, ProductEvent> {
  const next = { ...product, version: product.version + 1, updatedAt: now };
  return {
    next,
    events: [{ type: 'product.updated.v1', subject: next.id, data: productMessage(next) }],
  };
}

/** Returns the requested categories, or the current array when it has the same ones in any order. */
export const categoriesOf = (
  { categoryIds }: Product,
  requested: readonly string[] = categoryIds,
): readonly string[] =>
  categoryIds.length === requested.length && requested.every((id) => categoryIds.includes(id))
    ? categoryIds
    : requested;

/** Whether all editable fields are equal. Equal variants are the same objects, in the same order. */
export const isSameProduct = (product: Product, other: Product): boolean =>
  product.slug === other.slug &&
  product.title === other.title &&
  product.description === other.description &&
  product.status === other.status &&
  product.categoryIds === other.categoryIds &&
  JSON.stringify(product.images) === JSON.stringify(other.images) &&
  product.variants.length === other.variants.length &&
  other.variants.every((variant, index) => product.variants[index] === variant);

/** Returns a change that saves nothing and publishes nothing. */
export const unchanged = (next: Product): Change<Product, ProductEvent> => ({ next, events: [] });
