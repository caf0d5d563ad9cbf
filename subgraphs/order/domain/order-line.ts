import type { Money } from '@shop/domain';

export type OrderLine = {
  readonly variantId: string;
  readonly sku: string;
  readonly title: string;
  /** Of the product, when it was ordered. */
  readonly slug: string;
  /** The first picture of the product: a URL, or a path below the address of the shop. */
  readonly imageUrl: string | null;
  readonly quantity: number;
  readonly unitPrice: Money;
};

export type ShortLine = {
  readonly variantId: string;
  readonly requested: number;
  readonly available: number;
};

/** Units of a line. */
export type LineUnits = { readonly variantId: string; readonly quantity: number };
