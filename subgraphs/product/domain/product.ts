import { type Fact, type Money, moneyToMessage } from '@shop/schema';

export type ProductStatus = 'DRAFT' | 'ACTIVE' | 'ARCHIVED';

export type SelectedOption = { readonly name: string; readonly value: string };

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
  readonly variants: readonly ProductVariant[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
};

export type ProductEvent = Fact<'product.created.v1' | 'product.updated.v1'>;

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
export const productMessage = (product: Product) => ({
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
