import { stripTypename } from '@apollo/client/utilities';
import type { FormValues } from '@shop/web';
import { moneyOf } from '../forms/money-of.ts';
import { decimalOf, listOf, numberOf, timeOf } from '../forms/values.ts';
import { withEntry } from '../forms/with-entry.ts';
import type { PromotionFragment, PromotionInput } from './generated/promotions.ts';

/** What a promotion may take off. */
export const rewards = ['percent', 'amount', 'units', 'shipping'] as const;
export type Reward = (typeof rewards)[number];

/** Returns what a promotion takes off. */
export function rewardOf({ percentOff, amountOff, buyXGetY }: PromotionFragment): Reward {
  if (percentOff) return 'percent';
  if (amountOff) return 'amount';
  return buyXGetY ? 'units' : 'shipping';
}

/** Returns a promotion as the shop takes it. */
export function inputOf(promotion: PromotionFragment): PromotionInput {
  const { uses: _uses, ...input } = stripTypename(promotion);
  return input;
}

/** Returns the promotions with another version of one, without it, or with a new one at the end. */
export function withPromotion(
  promotions: readonly PromotionFragment[],
  code: string,
  next: PromotionInput | undefined,
): PromotionInput[] {
  const index = promotions.findIndex((one) => one.code === code);
  return withEntry(promotions.map(inputOf), index < 0 ? promotions.length : index, next);
}

/** What the texts of a form stand for. */
type Found = Pick<PromotionInput, 'categoryIds' | 'variantIds'>;

/** Returns the promotion that a form describes. */
export function inputOfForm(
  values: FormValues,
  reward: Reward,
  found: Found,
  before?: PromotionFragment,
): PromotionInput {
  const percent = decimalOf(values['percentOff']);
  return {
    code: before?.code ?? values['code']?.trim() ?? '',
    name: values['name']?.trim() ?? '',
    requiresVoucher: values['requiresVoucher'] === 'yes',
    percentOff: reward === 'percent' ? percent : null,
    amountOff: reward === 'amount' ? moneyOf(values, 'amountOff') : null,
    freeShipping: reward === 'shipping',
    buyXGetY:
      reward === 'units'
        ? { buy: Number(values['buy']), get: Number(values['get']), percentOff: percent }
        : null,
    ...found,
    minSubtotal: moneyOf(values, 'minSubtotal'),
    customerGroups: listOf(values['customerGroups']),
    isFirstOrderOnly: values['isFirstOrderOnly'] === 'yes',
    startsAt: timeOf(values['startsAt'], before?.startsAt),
    endsAt: timeOf(values['endsAt'], before?.endsAt),
    maxUses: numberOf(values['maxUses']),
    maxUsesPerCustomer: numberOf(values['maxUsesPerCustomer']),
    priority: numberOf(values['priority']) ?? 0,
    isExclusive: values['isExclusive'] === 'yes',
  };
}
