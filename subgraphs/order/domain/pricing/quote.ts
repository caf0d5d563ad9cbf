import type { Money } from '@shop/domain';
import { type AppliedTax, type Breakdown, payableOf, sumOf } from './breakdown.ts';
import { type CheckedVoucher, findPromotions, type PromotionPorts } from './find-promotions.ts';
import {
  type Buyer,
  type CalculateTaxes,
  type CurrentRules,
  type PricingStore,
  rulesIn,
} from './ports.ts';
import {
  addTaxes,
  type PricingRequest,
  priceBeforeTaxes,
  type UntaxedOrder,
} from './price-order.ts';
import { type AvailablePromotion, fits, type Promotion } from './promotion.ts';
import { type OwnUses, type Redemption, redemptionsOf } from './redemption.ts';
import type { OfferedMethod } from './shipping.ts';
import { type TaxablePart, tableTaxes } from './tax.ts';

export type QuotePorts = PromotionPorts & {
  readonly pricing: Pick<PricingStore, 'current' | 'exemptions' | 'groups'>;
  /** The table of rates when absent. */
  readonly calculateTaxes?: CalculateTaxes | undefined;
};

export type QuoteRequest = Omit<PricingRequest, 'isTaxExempt'> &
  Buyer & {
    /** In their normal form. */
    readonly voucherCodes: readonly string[];
    /** Of an order that is priced again. */
    readonly own?: OwnUses | undefined;
  };

/** A code that a customer has entered, with what keeps it from being applied. */
export type ReviewedVoucher = CheckedVoucher & {
  readonly problem: 'INVALID' | 'NOT_APPLICABLE' | 'NOT_COMBINED' | null;
};

/** What an order would cost. */
export type Quote = {
  readonly breakdown: Breakdown;
  /** The methods that send the order; null when nothing is sent, or the shop has no methods. */
  readonly offered: readonly OfferedMethod[] | null;
  readonly vouchers: readonly ReviewedVoucher[];
  /** What an order with this breakdown uses. */
  readonly redemptions: readonly Redemption[];
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
  if (!hasRules(current) && request.voucherCodes.length === 0) return null;
  const { promotions } = current.PROMOTIONS.rules;
  const { available, vouchers } = await findPromotions(ports, promotions, request, now);
  const { breakdown, order } = await priceBy(ports, current, available, request, now);
  const applied = order.promotions;
  return {
    ...{ breakdown, offered: order.offered },
    vouchers: vouchers.map((voucher) => review(voucher, { available, applied, request })),
    redemptions: redemptionsOf(breakdown, promotions),
  };
}

/** Prices an order by rules, with the promotions that it may have. */
export async function priceBy(
  ports: Pick<QuotePorts, 'pricing' | 'calculateTaxes'>,
  current: CurrentRules,
  available: readonly AvailablePromotion[],
  request: QuoteRequest,
  now: Date,
): Promise<{ readonly breakdown: Breakdown; readonly order: UntaxedOrder }> {
  const rules = rulesIn(current, available);
  const priced = { ...request, isTaxExempt: await isTaxExempt(ports, request.customerId) };
  const order = priceBeforeTaxes(priced, rules);
  const taxes = await taxesOf(ports, request, order, { current, now });
  return { breakdown: addTaxes(priced, order, taxes, rules.tax.pricesIncludeTax), order };
}

function review(
  voucher: CheckedVoucher,
  {
    available,
    applied,
    request,
  }: {
    readonly available: readonly AvailablePromotion[];
    readonly applied: readonly AvailablePromotion[];
    readonly request: QuoteRequest;
  },
): ReviewedVoucher {
  const { code, promotion } = voucher;
  if (!promotion) return { ...voucher, problem: 'INVALID' };
  const isOf = (one: Promotion) => one.code === promotion.code;
  if (!available.some(isOf) || !fits(promotion, request)) {
    return { ...voucher, problem: 'NOT_APPLICABLE' };
  }
  const isApplied = applied.some((one) => isOf(one) && one.voucherCode === code);
  return { ...voucher, problem: isApplied ? null : 'NOT_COMBINED' };
}

/** Returns the methods that send an order, at their prices; none where nothing is sent or nothing can be chosen. */
export async function offerShipping(
  ports: QuotePorts,
  request: QuoteRequest,
  now: Date,
): Promise<readonly OfferedMethod[]> {
  const current = await ports.pricing.current();
  const { promotions } = current.PROMOTIONS.rules;
  const { available } = await findPromotions(ports, promotions, request, now);
  return (
    priceBeforeTaxes({ ...request, isTaxExempt: false }, rulesIn(current, available)).offered ?? []
  );
}

/** Returns what the customer pays by a breakdown. */
export const totalOfBreakdown = (breakdown: Breakdown): Money => ({
  minor: payableOf(breakdown),
  currency: breakdown.currency,
});

const hasRules = (current: CurrentRules): boolean =>
  Object.values(current).some(({ version }) => version > 0);

async function isTaxExempt(
  { pricing }: Pick<QuotePorts, 'pricing'>,
  customerId: string | null,
): Promise<boolean> {
  if (customerId === null) return false;
  const [exemption] = await pricing.exemptions([customerId]);
  return exemption !== undefined;
}

async function taxesOf(
  { calculateTaxes = byTable }: Pick<QuotePorts, 'calculateTaxes'>,
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
