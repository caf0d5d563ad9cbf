import { stripTypename } from '@apollo/client/utilities';
import type { FormValues } from '@shop/web';
import { decimalOf, timeOf } from '../forms/values.ts';
import type { TaxRateFragment, TaxRateInput } from './generated/taxes.ts';

export const states = ['valid', 'future', 'past'] as const;
export type TaxState = (typeof states)[number];

type Times = Pick<TaxRateFragment, 'validFrom' | 'validTo'>;

/** Returns whether orders have a rate now. */
export function stateOf({ validFrom, validTo }: Times, now = new Date()): TaxState {
  if (validTo && new Date(validTo) <= now) return 'past';
  return validFrom && new Date(validFrom) > now ? 'future' : 'valid';
}

/** A rate, and its position in the rules. */
export type PlacedRate = { readonly rate: TaxRateFragment; readonly index: number };

/** Returns the rates that a URL stands for: `?q=DE&state=valid`. */
export function ratesOf(
  rates: readonly TaxRateFragment[],
  params: URLSearchParams,
  now = new Date(),
): readonly PlacedRate[] {
  const words = params.get('q')?.trim().toLowerCase() ?? '';
  const state = states.find((one) => one === params.get('state'));
  return rates
    .map((rate, index) => ({ rate, index }))
    .filter(
      ({ rate }) =>
        [rate.country, rate.region, rate.taxClass, rate.name]
          .join(' ')
          .toLowerCase()
          .includes(words) &&
        (!state || stateOf(rate, now) === state),
    );
}

export const inputOf = (rate: TaxRateFragment): TaxRateInput => stripTypename(rate);

/** Returns the rate that a form describes. */
export function rateOf(values: FormValues, before?: TaxRateFragment): TaxRateInput {
  const text = (name: string) => values[name]?.trim() ?? '';
  return {
    name: text('name'),
    country: text('country').toUpperCase(),
    region: text('region') || null,
    taxClass: text('taxClass') || null,
    percent: decimalOf(values['percent']),
    validFrom: timeOf(values['validFrom'], before?.validFrom),
    validTo: timeOf(values['validTo'], before?.validTo),
  };
}
