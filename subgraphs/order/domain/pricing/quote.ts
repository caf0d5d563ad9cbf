import type { Money } from '@shop/domain';
import { type AppliedTax, type Breakdown, payableOf, sumOf } from './breakdown.ts';
import { type CalculateTaxes, type CurrentRules, type PricingStore, rulesIn } from './ports.ts';
import {
  addTaxes,
  type PricingRequest,
  priceBeforeTaxes,
  type UntaxedOrder,
} from './price-order.ts';
import type { OfferedMethod } from './shipping.ts';
import { type TaxablePart, tableTaxes } from './tax.ts';

export type QuotePorts = {
  readonly pricing: Pick<PricingStore, 'current' | 'exemptions'>;
  /** The table of rates when absent. */
  readonly calculateTaxes?: CalculateTaxes | undefined;
};

export type QuoteRequest = Omit<PricingRequest, 'isTaxExempt'> & {
  /** Null for a guest. */
  readonly customerId: string | null;
};

/** What an order would cost. */
export type Quote = {
  readonly breakdown: Breakdown;
  /** The methods that send the order; null when nothing is sent, or the shop has no methods. */
  readonly offered: readonly OfferedMethod[] | null;
};

const byTable: CalculateTaxes = async ({ parts, rules, destination, now }) =>
  tableTaxes(parts, rules, destination, now);

/** Prices an order by the current rules; null when the shop has none, and the price is the sum of the lines. */
export async function quote(
  ports: QuotePorts,
  request: QuoteRequest,
  now: Date,
): Promise<Quote | null> {
  const current = await ports.pricing.current();
  if (!hasRules(current)) return null;
  const rules = rulesIn(current);
  const priced = { ...request, isTaxExempt: await isTaxExempt(ports, request.customerId) };
  const order = priceBeforeTaxes(priced, rules);
  const taxes = await taxesOf(ports, request, order, { current, now });
  const breakdown = addTaxes(priced, order, taxes, rules.tax.pricesIncludeTax);
  return { breakdown, offered: order.offered };
}

/** Returns the methods that send an order, at their prices; none where nothing is sent or nothing can be chosen. */
export async function offerShipping(
  { pricing }: QuotePorts,
  request: QuoteRequest,
): Promise<readonly OfferedMethod[]> {
  const rules = rulesIn(await pricing.current());
  return priceBeforeTaxes({ ...request, isTaxExempt: false }, rules).offered ?? [];
}

/** Returns what the customer pays by a breakdown. */
export const totalOfBreakdown = (breakdown: Breakdown): Money => ({
  minor: payableOf(breakdown),
  currency: breakdown.currency,
});

const hasRules = (current: CurrentRules): boolean =>
  Object.values(current).some(({ version }) => version > 0);

async function isTaxExempt({ pricing }: QuotePorts, customerId: string | null): Promise<boolean> {
  if (customerId === null) return false;
  const [exemption] = await pricing.exemptions([customerId]);
  return exemption !== undefined;
}

async function taxesOf(
  { calculateTaxes = byTable }: QuotePorts,
  { currency, destination }: QuoteRequest,
  { parts }: UntaxedOrder,
  { current, now }: { readonly current: CurrentRules; readonly now: Date },
): Promise<readonly (readonly AppliedTax[])[]> {
  if (!destination) return [];
  const { rules } = current.TAX;
  const taxes = await calculateTaxes({ currency, parts, destination, rules, now });
  assertPlausible(parts, taxes, rules.pricesIncludeTax);
  return taxes;
}

/** An outside service may be wrong. Throws instead of charging a customer for it. */
function assertPlausible(
  parts: readonly TaxablePart[],
  taxes: readonly (readonly AppliedTax[])[],
  areIncluded: boolean,
): void {
  const isPlausible = parts.every(({ minor }, index) => {
    const amounts = taxes[index]?.map((tax) => tax.minor);
    if (!amounts || amounts.some((amount) => amount < 0n)) return false;
    return !areIncluded || sumOf(amounts) <= minor;
  });
  if (!isPlausible || taxes.length !== parts.length) {
    throw new Error('the taxes do not fit the order');
  }
}
