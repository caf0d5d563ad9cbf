import { useFormat } from '../messages/messages.ts';
import type { PromotionFragment } from './generated/promotions.ts';

/** Returns what states in words what a promotion takes off. */
export function useRewardWords() {
  const { text, money } = useFormat();
  return ({ percentOff, amountOff, buyXGetY }: PromotionFragment): string => {
    if (percentOff) return text('promotion.words.percent', { percent: percentOff });
    if (amountOff) return money(amountOff);
    if (!buyXGetY) return text('promotion.reward.shipping');
    const { buy, get, percentOff: percent } = buyXGetY;
    return text('promotion.words.units', { buy, get, percent });
  };
}
