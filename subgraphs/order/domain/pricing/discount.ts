import { allocate } from './allocate.ts';
import { type AppliedDiscount, sumOf } from './breakdown.ts';
import { divideHalfUp } from './divide.ts';
import { type AvailablePromotion, concerns, type Reward } from './promotion.ts';

const whole = 1_000_000n;

/** A line while discounts are taken off. */
export type DiscountableLine = {
  readonly key: string;
  readonly categoryIds: readonly string[];
  readonly quantity: number;
  /** Price of one unit before discounts. */
  readonly unitMinor: bigint;
  readonly minor: bigint;
  readonly discounts: readonly AppliedDiscount[];
};

/**
 * Returns the lines after a promotion. What is taken off several lines is rounded half up once, and split by largest
 * remainders. Never below zero.
 */
export function applyPromotion(
  lines: readonly DiscountableLine[],
  promotion: AvailablePromotion,
): DiscountableLine[] {
  const concerned = lines.filter(({ key, categoryIds }) =>
    concerns(promotion, { variantId: key, categoryIds }),
  );
  const off = amountsOff(concerned, promotion.reward);
  return lines.map((line) => {
    const minor = off.get(line.key) ?? 0n;
    if (minor === 0n) return line;
    const discounts = [...line.discounts, discountOf(promotion, minor)];
    return { ...line, minor: line.minor - minor, discounts };
  });
}

/** Returns the discount of shipping at this price by the first promotion that makes it free. */
export function shippingDiscounts(
  minor: bigint,
  promotions: readonly AvailablePromotion[],
): AppliedDiscount[] {
  const promotion = promotions.find(({ reward }) => reward.type === 'FREE_SHIPPING');
  return promotion && minor > 0n ? [discountOf(promotion, minor)] : [];
}

const discountOf = (
  { code, name, voucherCode }: AvailablePromotion,
  minor: bigint,
): AppliedDiscount => ({ code, name, minor, ...(voucherCode !== null && { voucherCode }) });

/** Returns what a reward takes off each line, by its key. */
function amountsOff(lines: readonly DiscountableLine[], reward: Reward): Map<string, bigint> {
  switch (reward.type) {
    case 'FREE_SHIPPING':
      return new Map();
    case 'BUY_X_GET_Y':
      return ofCheapestUnits(lines, reward);
    default: {
      const price = sumOf(lines.map(({ minor }) => minor));
      const off =
        reward.type === 'PERCENT'
          ? divideHalfUp(price * BigInt(reward.rate), whole)
          : lesser(reward.amount.minor, price);
      const shares = allocate(
        off,
        lines.map(({ key, minor }) => ({ key, weight: minor })),
      );
      return new Map(lines.map(({ key }, index) => [key, shares[index] ?? 0n]));
    }
  }
}

const lesser = (one: bigint, other: bigint): bigint => (one < other ? one : other);

/** Of units with equal prices, those of the lesser key come first, so that the sequence of the lines does not matter. */
function ofCheapestUnits(
  lines: readonly DiscountableLine[],
  { buy, get, rate }: Extract<Reward, { type: 'BUY_X_GET_Y' }>,
): Map<string, bigint> {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  let left = Math.floor(units / (buy + get)) * get;
  const cheapest = [...lines].sort((one, other) => {
    if (one.unitMinor !== other.unitMinor) return one.unitMinor < other.unitMinor ? -1 : 1;
    return one.key < other.key ? -1 : 1;
  });
  return new Map(
    cheapest.map(({ key, minor, quantity }) => {
      const rewarded = Math.min(left, quantity);
      left -= rewarded;
      const share = minor * BigInt(rewarded) * BigInt(rate);
      return [key, divideHalfUp(share, BigInt(quantity) * whole)];
    }),
  );
}
