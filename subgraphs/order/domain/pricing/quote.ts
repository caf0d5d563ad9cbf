import type { Money } from '@shop/domain';
import { type AppliedTax, type Breakdown, payableOf, sumOf } from './breakdown.ts';
import { type CalculateTaxes, type CurrentRules, type PricingStore, rulesIn } from './ports.ts';
import {
  addTaxes,
  type LineToPrice,
  type PricingRequest,
  priceBeforeTaxes,
} from './price-order.ts';
import { type Destination, type TaxablePart, tableTaxes } from './tax.ts';

export type QuotePorts = {
  readonly pricing: Pick<PricingStore, 'current' | 'exemptions'>;
  /** The table of rates when absent. */
  readonly calculateTaxes?: CalculateTaxes | undefined;
};

export type QuoteRequest = {
  readonly currency: string;
  readonly lines: readonly LineToPrice[];
  readonly destination: Destination | null;
  /** Null for a guest. */
  readonly customerId: string | null;
};

const byTable: CalculateTaxes = async ({ parts, rules, destination, now }) =>
  tableTaxes(parts, rules, destination, now);

/** Prices an order by the current rules; null when the shop has none, and the price is the sum of the lines. */
export async function quote(
  ports: QuotePorts,
  request: QuoteRequest,
  now: Date,
): Promise<Breakdown | null> {
  const current = await ports.pricing.current();
  if (!hasRules(current)) return null;
  const rules = rulesIn(current);
  const priced: PricingRequest = {
    ...request,
    shipping: null,
    isTaxExempt: await isTaxExempt(ports, request.customerId),
  };
  const parts = priceBeforeTaxes(priced, rules);
  const taxes = request.destination
    ? await taxesOf(ports, { ...request, destination: request.destination }, parts, {
        current,
        now,
      })
    : [];
  return addTaxes(priced, parts, taxes, rules.tax.pricesIncludeTax);
}

/** Returns what the customer pays by a quote. */
export const totalOfQuote = (breakdown: Breakdown): Money => ({
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
  { currency, destination }: QuoteRequest & { readonly destination: Destination },
  parts: readonly TaxablePart[],
  { current, now }: { readonly current: CurrentRules; readonly now: Date },
): Promise<readonly (readonly AppliedTax[])[]> {
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
  if (!isPlausible || taxes.length !== parts.length)
    throw new Error('the taxes do not fit the order');
}
