import type { AppliedTax } from './breakdown.ts';
import type { PricingRules } from './price-order.ts';
import type { AvailablePromotion, Promotion } from './promotion.ts';
import type { ShippingRules } from './shipping.ts';
import type { Destination, TaxablePart, TaxRules } from './tax.ts';

/** The rules of each kind, which staff keep. */
export type RulesOf = {
  readonly TAX: TaxRules;
  readonly SHIPPING: ShippingRules;
  readonly PROMOTIONS: PromotionRules;
};
export type PromotionRules = { readonly promotions: readonly Promotion[] };
export type RuleKind = keyof RulesOf;

/** Rules of one kind as they were from a time on. Version 0 is that of a shop without such rules. */
export type RuleVersion<K extends RuleKind> = {
  readonly kind: K;
  readonly version: number;
  readonly rules: RulesOf[K];
  /** Who set them; null for version 0. */
  readonly actorId: string | null;
  readonly createdAt: Date | null;
};

/** Current rules of every kind. */
export type CurrentRules = { readonly [K in RuleKind]: RuleVersion<K> };

/** A change of the tax exemption of a customer. */
export type TaxExemption = {
  readonly customerId: string;
  /** Such as a VAT identification number; null when the exemption ends. */
  readonly reference: string | null;
  readonly actorId: string;
  readonly createdAt: Date;
};

/** The groups that a customer is in from a time on. */
export type CustomerGroups = {
  readonly customerId: string;
  readonly groups: readonly string[];
  readonly actorId: string;
  readonly createdAt: Date;
};

/** The changes of rules, and of one customer, that staff read. All are stored. */
export const latestChanges = 100;

export type PricingStore = {
  current(): Promise<CurrentRules>;
  /**
   * Decides under a lock about the current rules of a kind and saves what it returns as the next version; `undefined`
   * leaves them as they are.
   */
  change<K extends RuleKind>(
    kind: K,
    decide: (current: RuleVersion<K>) => RulesOf[K] | undefined,
    change: { readonly actorId: string; readonly now: Date },
  ): Promise<RuleVersion<K>>;
  /** Returns the latest versions of all kinds, the newest first. */
  versions(limit: number): Promise<readonly RuleVersion<RuleKind>[]>;
  /** Returns the tax exemption of each customer that has one now. */
  exemptions(customerIds: readonly string[]): Promise<(TaxExemption | undefined)[]>;
  /** Returns the latest changes of each customer, the newest first. */
  exemptionChanges(
    customerIds: readonly string[],
    limit: number,
  ): Promise<(readonly TaxExemption[])[]>;
  /** Saves a change. Earlier ones stay stored. */
  addExemption(change: TaxExemption): Promise<void>;
  /** Returns the groups of each customer. */
  groups(customerIds: readonly string[]): Promise<(readonly string[])[]>;
  /** Returns the latest changes of each customer, the newest first. */
  groupChanges(
    customerIds: readonly string[],
    limit: number,
  ): Promise<(readonly CustomerGroups[])[]>;
  /** Saves a change. Earlier ones stay stored. */
  addGroups(change: CustomerGroups): Promise<void>;
};

/** Who orders, as far as it is known: a guest has no id, and in a cart no e-mail address. */
export type Buyer = { readonly customerId: string | null; readonly email: string | null };

/** Orders that have a promotion, neither rejected nor cancelled. */
export type PromotionUses = { readonly inAll: number; readonly ofCustomer: number };

/** Reads what orders have used. A customer is recognised by the account and by the e-mail address. */
export type PromotionUseStore = {
  ofPromotions(
    promotionCodes: readonly string[],
    buyer: Buyer,
  ): Promise<ReadonlyMap<string, PromotionUses>>;
  /** Whether the customer has an order that is neither rejected nor cancelled, other than this one. */
  hasOrdered(buyer: Buyer, exceptOrderId?: string): Promise<boolean>;
};

export type TaxRequest = {
  readonly currency: string;
  /** Prices after discounts, each of which gets its taxes. */
  readonly parts: readonly TaxablePart[];
  readonly destination: Destination;
  readonly rules: TaxRules;
  readonly now: Date;
};

/**
 * Calculates taxes: the table of rates, or an outside service. Returns the taxes of each part, none negative and, where
 * prices include them, none above the price. Throws SERVICE_UNAVAILABLE when a service does not respond.
 */
export type CalculateTaxes = (request: TaxRequest) => Promise<readonly (readonly AppliedTax[])[]>;

/** Returns the rules of an order that may have these promotions. */
export const rulesIn = (
  { TAX, SHIPPING }: CurrentRules,
  promotions: readonly AvailablePromotion[],
): PricingRules => ({ tax: TAX.rules, shipping: SHIPPING.rules, promotions });
