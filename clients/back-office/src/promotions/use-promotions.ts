import { useSend } from '../forms/use-send.ts';
import { usePage } from '../table/use-page.ts';
import {
  type PromotionInput,
  PromotionsDocument,
  SetPromotionsDocument,
} from './generated/promotions.ts';
import { withPromotion } from './promotion-input.ts';

/** The promotions of the shop, which are changed together. */
export function usePromotions() {
  const { data, ...page } = usePage(PromotionsDocument, {});
  const send = useSend(SetPromotionsDocument, page.refetch);
  const rules = data?.pricingRules?.promotions;
  return {
    ...page,
    rules,
    /** Saves another version of a promotion, or removes it, unless others have changed promotions since `version`. */
    change: (code: string, next: PromotionInput | undefined, version: number | undefined) =>
      send({
        promotions: withPromotion(rules?.promotions ?? [], code, next),
        expectedVersion: version ?? null,
      }),
  };
}
