import { allocate } from './allocate.ts';
import { type AppliedTax, sumOf } from './breakdown.ts';
import { divideHalfUp } from './divide.ts';

/** 100 % in millionths. */
const whole = 1_000_000n;

/** Variants and shipping methods without a tax class have this one. */
export const standardTaxClass = 'standard';

/** Where an order is shipped, as far as prices depend on it. */
export type Destination = {
  readonly country: string;
  readonly region: string | null;
  readonly postalCode: string | null;
};

export type TaxRate = {
  readonly name: string;
  readonly country: string;
  /** Null for the whole country. */
  readonly region: string | null;
  readonly taxClass: string;
  /** Millionths: 190000 is 19 %. */
  readonly rate: number;
  readonly validFrom: Date | null;
  /** Exclusive. */
  readonly validTo: Date | null;
};

/** Whether taxes are rounded once for each line, or once for all lines with the same rates. */
export type TaxRounding = 'LINE' | 'TOTAL';

export type TaxRules = {
  readonly pricesIncludeTax: boolean;
  readonly rounding: TaxRounding;
  readonly rates: readonly TaxRate[];
};

/** What taxes are calculated on: the price of a part after discounts. */
export type TaxablePart = {
  readonly key: string;
  readonly taxClass: string;
  readonly minor: bigint;
};

type RateOfPart = Pick<TaxRate, 'name' | 'rate'>;

/**
 * Returns the rates for a class at a place and time: those of its region or, if it has none, of its country. Several, such
 * as GST and QST in Quebec, add up.
 */
export function ratesFor(
  { rates }: Pick<TaxRules, 'rates'>,
  taxClass: string,
  { country, region }: Destination,
  now: Date,
): TaxRate[] {
  const current = rates.filter(
    (rate) =>
      rate.taxClass === taxClass &&
      rate.country === country &&
      (!rate.validFrom || rate.validFrom <= now) &&
      (!rate.validTo || now < rate.validTo),
  );
  const regional = current.filter((rate) => isSameRegion(rate.region, region));
  return regional.length > 0 ? regional : current.filter((rate) => rate.region === null);
}

const isSameRegion = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one.toLowerCase() === other.trim().toLowerCase();

/** Returns the taxes of each part at a place and time, by the table of rates. */
export const tableTaxes = (
  parts: readonly TaxablePart[],
  rules: TaxRules,
  destination: Destination,
  now: Date,
): AppliedTax[][] =>
  taxParts(parts, ({ taxClass }) => ratesFor(rules, taxClass, destination, now), rules);

/**
 * Returns the taxes of each part. Rounds half up, once for each line or once for all parts with the same rates, and
 * splits what was rounded together by largest remainders: the parts sum to it.
 */
function taxParts(
  parts: readonly TaxablePart[],
  ratesOf: (part: TaxablePart) => readonly RateOfPart[],
  { pricesIncludeTax, rounding }: Omit<TaxRules, 'rates'>,
): AppliedTax[][] {
  const rated = parts.map((part) => ({ part, rates: ratesOf(part) }));
  const taxes = new Map<string, AppliedTax[]>();
  for (const group of groupsOf(rated, rounding)) {
    const rate = BigInt(group[0]?.rates.reduce((sum, one) => sum + one.rate, 0) ?? 0);
    const base = sumOf(group.map(({ part }) => part.minor));
    const tax = divideHalfUp(base * rate, pricesIncludeTax ? whole + rate : whole);
    const shares = allocate(
      tax,
      group.map(({ part }) => ({ key: part.key, weight: part.minor })),
    );
    for (const [index, { part, rates }] of group.entries()) {
      taxes.set(part.key, splitByRate(shares[index] ?? 0n, rates));
    }
  }
  return parts.map(({ key }) => taxes.get(key) ?? []);
}

type Rated = { readonly part: TaxablePart; readonly rates: readonly RateOfPart[] };

/** Returns the parts whose tax is rounded together. */
function groupsOf(rated: readonly Rated[], rounding: TaxRounding): Rated[][] {
  if (rounding === 'LINE') return rated.map((one) => [one]);
  const groups = new Map<string, Rated[]>();
  for (const one of rated) {
    const key = JSON.stringify(one.rates.map(({ name, rate }) => [name, rate]).sort());
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function splitByRate(tax: bigint, rates: readonly RateOfPart[]): AppliedTax[] {
  const shares = allocate(
    tax,
    rates.map(({ name, rate }) => ({ key: name, weight: BigInt(rate) })),
  );
  return rates.map(({ name, rate }, index) => ({ name, rate, minor: shares[index] ?? 0n }));
}
