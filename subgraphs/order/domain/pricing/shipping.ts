import type { Money } from '@shop/domain';
import type { Destination } from './tax.ts';

/** What a method costs for orders up to a weight and from a subtotal on. */
export type ShippingRate = {
  /** Grams of the order, inclusive; null for any weight. */
  readonly maxWeightGrams: number | null;
  /** Price of the lines after discounts; null for any. */
  readonly minSubtotal: Money | null;
  readonly price: Money;
};

export type ShippingMethod = {
  readonly code: string;
  readonly name: string;
  /** Null for the standard class. */
  readonly taxClass: string | null;
  /** The first that fits an order is its price. Without one, the method does not send the order. */
  readonly rates: readonly ShippingRate[];
  /** Price of the lines after discounts from which on the method is free. */
  readonly freeFrom: Money | null;
  /** Days until delivery. */
  readonly minDays: number | null;
  readonly maxDays: number | null;
  /** Whether orders to its zone that choose no method have this one. */
  readonly isDefault: boolean;
};

/** Postal codes between two that begin with these characters, inclusive. */
export type PostalCodeRange = { readonly from: string; readonly to: string };

export type ShippingZone = {
  readonly name: string;
  /** Empty for every country. */
  readonly countries: readonly string[];
  /** Empty for every postal code. */
  readonly postalCodes: readonly PostalCodeRange[];
  readonly methods: readonly ShippingMethod[];
};

export type ShippingRules = { readonly zones: readonly ShippingZone[] };

/** A method at its price for an order. */
export type OfferedMethod = Omit<ShippingMethod, 'rates' | 'freeFrom'> & { readonly price: Money };

/** What the price of shipping depends on. */
export type Parcel = {
  /** Price of the lines after discounts. */
  readonly subtotal: Money;
  readonly weightGrams: number;
};

/** Returns the methods of the first zone that contains the destination, at their prices, cheapest first. */
export function offeredMethods(
  { zones }: ShippingRules,
  destination: Destination,
  parcel: Parcel,
): OfferedMethod[] {
  const zone = zones.find((one) => contains(one, destination));
  const offered = (zone?.methods ?? []).flatMap((method) => {
    const price = priceOf(method, parcel);
    if (!price) return [];
    const { rates: _, freeFrom: __, ...others } = method;
    return [{ ...others, price }];
  });
  return offered.sort((one, other) => Number(one.price.minor - other.price.minor));
}

function contains({ countries, postalCodes }: ShippingZone, destination: Destination): boolean {
  if (countries.length > 0 && !countries.includes(destination.country)) return false;
  const code = comparable(destination.postalCode ?? '');
  return postalCodes.length === 0 || postalCodes.some((range) => isWithin(code, range));
}

/** Compares as many characters as a bound has: 20 to 22 contains 22769. */
function isWithin(code: string, { from, to }: PostalCodeRange): boolean {
  const [first, last] = [comparable(from), comparable(to)];
  return code.slice(0, first.length) >= first && code.slice(0, last.length) <= last;
}

/** Returns a postal code without the case and signs in which two spellings of it differ. */
export const comparable = (code: string): string => code.toUpperCase().replace(/[^0-9A-Z]/g, '');

function priceOf({ rates, freeFrom }: ShippingMethod, parcel: Parcel): Money | undefined {
  const { subtotal, weightGrams } = parcel;
  const rate = rates.find(
    ({ price, maxWeightGrams, minSubtotal }) =>
      price.currency === subtotal.currency &&
      (maxWeightGrams === null || weightGrams <= maxWeightGrams) &&
      (minSubtotal === null || reaches(subtotal, minSubtotal)),
  );
  if (!rate || !freeFrom || !reaches(subtotal, freeFrom)) return rate?.price;
  return { ...rate.price, minor: 0n };
}

const reaches = (amount: Money, threshold: Money): boolean =>
  amount.currency === threshold.currency && amount.minor >= threshold.minor;
