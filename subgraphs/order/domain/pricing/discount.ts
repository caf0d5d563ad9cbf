import type { Money } from '@shop/domain';
import { allocate } from './allocate.ts';
import { type AppliedDiscount, sumOf } from './breakdown.ts';
import { divideHalfUp } from './divide.ts';

const whole = 1_000_000n;

/** What a promotion takes off the lines: a part of their price in millionths, or an amount. */
export type Reward =
  | { readonly type: 'PERCENT'; readonly rate: number }
  | { readonly type: 'FIXED'; readonly amount: Money };

export type Promotion = {
  readonly code: string;
  readonly name: string;
  readonly reward: Reward;
};

/** A line while discounts are taken off. */
export type DiscountableLine = {
  readonly key: string;
  readonly minor: bigint;
  readonly discounts: readonly AppliedDiscount[];
};

/** Returns the lines after a promotion: rounded half up once, and split by largest remainders. Never below zero. */
export function applyPromotion(
  lines: readonly DiscountableLine[],
  { code, name, reward }: Promotion,
  currency: string,
): DiscountableLine[] {
  const price = sumOf(lines.map(({ minor }) => minor));
  const off = amountOff(price, reward, currency);
  const shares = allocate(
    off,
    lines.map(({ key, minor }) => ({ key, weight: minor })),
  );
  return lines.map((line, index) => {
    const minor = shares[index] ?? 0n;
    if (minor === 0n) return line;
    const discount = { code, name, minor };
    return { ...line, minor: line.minor - minor, discounts: [...line.discounts, discount] };
  });
}

function amountOff(price: bigint, reward: Reward, currency: string): bigint {
  if (reward.type === 'PERCENT') return divideHalfUp(price * BigInt(reward.rate), whole);
  // An amount in another currency takes nothing off.
  if (reward.amount.currency !== currency) return 0n;
  return reward.amount.minor < price ? reward.amount.minor : price;
}
