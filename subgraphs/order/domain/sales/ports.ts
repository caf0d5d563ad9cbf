import type { Money } from '@shop/domain';
import type { Period } from './day.ts';

/** What was paid and refunded in one currency. */
export type SalesAmounts = {
  readonly currencyCode: string;
  readonly orderCount: number;
  /** Of these orders. */
  readonly units: number;
  readonly refundCount: number;
  readonly paid: Money;
  readonly refunded: Money;
};

export type BestSeller = { readonly productId: string; readonly units: number };

/** The sales of a period, as they are now. Late payments and their refunds are left out. */
export type SalesStore = {
  /** Returns the amounts of each currency, by its code. */
  amounts(period: Period): Promise<readonly SalesAmounts[]>;
  /** Returns the products with the most units in orders that were paid, the most first. */
  bestSellers(period: Period, limit: number): Promise<readonly BestSeller[]>;
};
