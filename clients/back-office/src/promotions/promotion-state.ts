import type { PromotionFragment } from './generated/promotions.ts';

export const states = ['running', 'scheduled', 'ended', 'usedUp'] as const;
export type PromotionState = (typeof states)[number];

type Times = Pick<PromotionFragment, 'startsAt' | 'endsAt' | 'maxUses' | 'uses'>;

/** Returns whether orders may have a promotion now, or why not. */
export function stateOf(promotion: Times, now = new Date()): PromotionState {
  const { startsAt, endsAt, maxUses, uses } = promotion;
  if (endsAt && new Date(endsAt) <= now) return 'ended';
  if (startsAt && new Date(startsAt) > now) return 'scheduled';
  return maxUses !== null && uses >= maxUses ? 'usedUp' : 'running';
}

/** Returns the promotions that a URL stands for: `?q=spring&state=running`. */
export function promotionsOf(
  promotions: readonly PromotionFragment[],
  params: URLSearchParams,
  now = new Date(),
): readonly PromotionFragment[] {
  const words = params.get('q')?.trim().toLowerCase() ?? '';
  const state = states.find((one) => one === params.get('state'));
  return promotions.filter(
    (one) =>
      `${one.code} ${one.name}`.toLowerCase().includes(words) &&
      (!state || stateOf(one, now) === state),
  );
}
