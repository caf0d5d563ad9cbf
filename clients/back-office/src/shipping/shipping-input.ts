import type { FormValues } from '@shop/web';
import { moneyOf } from '../forms/money-of.ts';
import { listOf, numberOf } from '../forms/values.ts';
import type {
  ShippingMethodInput,
  ShippingRateInput,
  ShippingZoneFragment,
  ShippingZoneInput,
} from './generated/shipping.ts';

/** Returns ranges of postal codes as a form shows them: `20-22, 25849`. */
export const postalCodesText = (ranges: ShippingZoneFragment['postalCodes']): string =>
  ranges.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(', ');

/** Returns the zone that a form describes, with the methods that it has. */
export const zoneOf = (
  values: FormValues,
  methods: readonly ShippingMethodInput[],
): ShippingZoneInput => ({
  name: values['name']?.trim() ?? '',
  countries: listOf(values['countries']).map((country) => country.toUpperCase()),
  postalCodes: listOf(values['postalCodes']).map((range) => {
    const [from = '', to = from] = range.split('-').map((bound) => bound.trim());
    return { from, to };
  }),
  methods: [...methods],
});

/** Returns the rate that a form describes. */
export const rateOf = (values: FormValues): ShippingRateInput => ({
  maxWeightGrams: numberOf(values['maxWeightGrams']),
  minSubtotal: moneyOf(values, 'minSubtotal'),
  price: moneyOf(values, 'price') ?? { amount: '', currencyCode: '' },
});

/** Returns the method that a form describes, with the rates that it has. */
export const methodOf = (
  values: FormValues,
  rates: readonly ShippingRateInput[],
): ShippingMethodInput => ({
  code: values['code']?.trim() ?? '',
  name: values['name']?.trim() ?? '',
  taxClass: values['taxClass']?.trim() || null,
  rates: [...rates],
  freeFrom: moneyOf(values, 'freeFrom'),
  minDays: numberOf(values['minDays']),
  maxDays: numberOf(values['maxDays']),
  isDefault: values['isDefault'] === 'yes',
});

/** Returns the zones with one of them before the one that is before it: the first zone that contains an address decides. */
export const zoneEarlier = <Zone>(zones: readonly Zone[], index: number): Zone[] => [
  ...zones.slice(0, index - 1),
  ...zones.slice(index, index + 1),
  ...zones.slice(index - 1, index),
  ...zones.slice(index + 1),
];
