import type { FormValues } from '@shop/web';
import { amountOf } from './amount-of.ts';

export type Money = { readonly amount: string; readonly currencyCode: string };

/** Returns the amount of a `MoneyField` with its currency; `null` for an empty one. */
export function moneyOf(values: FormValues, name: string): Money | null {
  const amount = amountOf(values[name]);
  return amount ? { amount, currencyCode: values[`${name}.currency`]?.trim() ?? '' } : null;
}
