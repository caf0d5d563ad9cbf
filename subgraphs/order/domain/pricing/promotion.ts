import type { Money } from '@shop/domain';

/** What a promotion takes off. Rates are millionths: 100000 is 10 %. */
export type Reward =
  /** A part of the price of its lines. */
  | { readonly type: 'PERCENT'; readonly rate: number }
  /** An amount, of all its lines together. */
  | { readonly type: 'FIXED'; readonly amount: Money }
  /** The price of shipping. */
  | { readonly type: 'FREE_SHIPPING' }
  /** Of every `buy + get` units, a part of the price of `get`: of the cheapest units. */
  | {
      readonly type: 'BUY_X_GET_Y';
      readonly buy: number;
      readonly get: number;
      readonly rate: number;
    };

export type Promotion = {
  readonly code: string;
  readonly name: string;
  readonly reward: Reward;
  /** Whether it needs a voucher code; otherwise it is automatic. */
  readonly requiresVoucher: boolean;
  /** Its lines are those of these categories and these variants; all lines when both are empty. */
  readonly categoryIds: readonly string[];
  readonly variantIds: readonly string[];
  /** Price of its lines before discounts, at least. */
  readonly minSubtotal: Money | null;
  /** Only for customers in one of these; for all when empty. */
  readonly customerGroups: readonly string[];
  readonly isFirstOrderOnly: boolean;
  readonly startsAt: Date | null;
  /** Exclusive. */
  readonly endsAt: Date | null;
  /** Orders that may have it. */
  readonly maxUses: number | null;
  readonly maxUsesPerCustomer: number | null;
  /** The lesser is taken off first. */
  readonly priority: number;
  /** Whether it is the only promotion of an order. */
  readonly isExclusive: boolean;
};

/** A promotion that the customer may have now, with the voucher code that gives it. */
export type AvailablePromotion = Promotion & { readonly voucherCode: string | null };

/** The code that a customer has entered, and the promotion that it gives. */
export type EnteredVoucher = { readonly code: string; readonly promotionCode: string };

/** What is known about a customer, as far as promotions depend on it. */
export type PromotionCustomer = {
  readonly groups: readonly string[];
  readonly isFirstOrder: boolean;
  /** Codes of the promotions whose limits of uses are reached, in all or for the customer. */
  readonly usedUp: ReadonlySet<string>;
};

export const isRunning = (
  { startsAt, endsAt }: Pick<Promotion, 'startsAt' | 'endsAt'>,
  now: Date,
): boolean => (!startsAt || startsAt <= now) && (!endsAt || now < endsAt);

/** Whether a customer may have a promotion, whatever is in the cart. */
export const isFor = (
  { code, customerGroups, isFirstOrderOnly }: Promotion,
  { groups, isFirstOrder, usedUp }: PromotionCustomer,
): boolean =>
  !usedUp.has(code) &&
  (customerGroups.length === 0 || customerGroups.some((group) => groups.includes(group))) &&
  (!isFirstOrderOnly || isFirstOrder);

/** Returns the promotions that a customer with these vouchers may have at a time. */
export function availablePromotions(
  promotions: readonly Promotion[],
  customer: PromotionCustomer,
  vouchers: readonly EnteredVoucher[],
  now: Date,
): AvailablePromotion[] {
  return promotions.flatMap((promotion) => {
    const voucher = vouchers.find(({ promotionCode }) => promotionCode === promotion.code);
    if (promotion.requiresVoucher && !voucher) return [];
    if (!isRunning(promotion, now) || !isFor(promotion, customer)) return [];
    return [
      { ...promotion, voucherCode: promotion.requiresVoucher ? (voucher?.code ?? null) : null },
    ];
  });
}

type LineOfPromotion = {
  readonly variantId: string;
  readonly categoryIds: readonly string[];
  readonly quantity: number;
  readonly unitPrice: Money;
};

/** Whether a promotion concerns a line. */
export const concerns = (
  { categoryIds, variantIds }: Pick<Promotion, 'categoryIds' | 'variantIds'>,
  line: Pick<LineOfPromotion, 'variantId' | 'categoryIds'>,
): boolean =>
  (categoryIds.length === 0 && variantIds.length === 0) ||
  variantIds.includes(line.variantId) ||
  line.categoryIds.some((id) => categoryIds.includes(id));

/** Whether the lines of an order fulfil the conditions of a promotion. */
export function fits(
  promotion: Promotion,
  { currency, lines }: { readonly currency: string; readonly lines: readonly LineOfPromotion[] },
): boolean {
  const { reward, minSubtotal } = promotion;
  const concerned = lines.filter((line) => concerns(promotion, line));
  const units = concerned.reduce((sum, { quantity }) => sum + quantity, 0);
  if (units === 0) return false;
  if (reward.type === 'FIXED' && reward.amount.currency !== currency) return false;
  if (reward.type === 'BUY_X_GET_Y' && units < reward.buy + reward.get) return false;
  if (!minSubtotal) return true;
  const subtotal = concerned.reduce(
    (sum, { quantity, unitPrice }) => sum + unitPrice.minor * BigInt(quantity),
    0n,
  );
  return minSubtotal.currency === currency && subtotal >= minSubtotal.minor;
}

/**
 * Returns the sets of promotions that an order may have: all that can be combined, each exclusive one alone, and none.
 * The cheapest decides; of equally cheap ones, the first.
 */
export function combinationsOf(
  promotions: readonly AvailablePromotion[],
): readonly (readonly AvailablePromotion[])[] {
  const sorted = [...promotions].sort(
    (one, other) => one.priority - other.priority || (one.code < other.code ? -1 : 1),
  );
  const combinable = sorted.filter(({ isExclusive }) => !isExclusive);
  const alone = sorted.filter(({ isExclusive }) => isExclusive).map((promotion) => [promotion]);
  return [...(combinable.length > 0 ? [combinable] : []), ...alone, []];
}
