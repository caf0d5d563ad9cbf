import type { FormValues } from '@shop/web';
import { decimalOf } from './values.ts';

export type Money = { readonly amount: string; readonly currencyCode: string };

/** Returns the amount of a `MoneyField` with its currency; `null` for an empty one. */
export function moneyOf(values: FormValues, name: string): Money | null {
  const amount = decimalOf(values[name]);
  return amount ? { amount, currencyCode: values[`${name}.currency`]?.trim() ?? '' } : null;
}
