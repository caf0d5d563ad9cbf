import { mutationPayload, parseArguments, requireViewer } from '@shop/service';
import type { OrderContext } from '../context.ts';
import { percentOf } from '../domain/pricing/describe.ts';
import { parsePreview, previewPromotion } from '../domain/pricing/preview-promotion.ts';
import type { Reward } from '../domain/pricing/promotion.ts';
import { setCustomerGroups } from '../domain/pricing/set-customer-groups.ts';
import { setPromotions } from '../domain/pricing/set-promotions.ts';
import type {
  CustomerGroupChangeResolvers,
  MutationResolvers,
  PromotionResolvers,
  PromotionRulesResolvers,
  QueryPromotionPreviewArgs,
} from '../generated/graphql.ts';
import { rulesPayload } from './pricing.ts';

/** The mutations of promotions. */
export const promotionMutations: MutationResolvers = {
  setPromotions: (_, { input }, context) =>
    rulesPayload(context, () => setPromotions(context.pricing, requireViewer(context), input)),
  setCustomerGroups: (_, { input }, context) =>
    mutationPayload(async () => {
      const id = await setCustomerGroups(context.pricing, requireViewer(context), input);
      context.loaders.customerGroups.clear(id);
      context.loaders.customerGroupChanges.clear(id);
      return { customer: { id } };
    }),
};

export const CustomerGroupChange: CustomerGroupChangeResolvers = {
  groups: ({ groups }) => [...groups],
  author: ({ actorId }) => ({ id: actorId }),
};

/** Prices a cart with a promotion that is not saved. */
export const findPreview = ({ input }: QueryPromotionPreviewArgs, context: OrderContext) =>
  previewPromotion(
    context,
    parseArguments(() => parsePreview(input)),
  );

export const PromotionRules: PromotionRulesResolvers = {
  promotions: ({ rules }) => [...rules.promotions],
};

const rewardOf = <T extends Reward['type']>(reward: Reward, type: T) =>
  reward.type === type ? (reward as Extract<Reward, { type: T }>) : undefined;

export const Promotion: PromotionResolvers = {
  percentOff: ({ reward }) => {
    const percent = rewardOf(reward, 'PERCENT');
    return percent ? percentOf(percent.rate) : null;
  },
  amountOff: ({ reward }) => rewardOf(reward, 'FIXED')?.amount ?? null,
  freeShipping: ({ reward }) => reward.type === 'FREE_SHIPPING',
  buyXGetY: ({ reward }) => {
    const units = rewardOf(reward, 'BUY_X_GET_Y');
    return units ? { ...units, percentOff: percentOf(units.rate) } : null;
  },
  categoryIds: ({ categoryIds }) => [...categoryIds],
  variantIds: ({ variantIds }) => [...variantIds],
  variants: ({ variantIds }) => variantIds.map((id) => ({ id })),
  customerGroups: ({ customerGroups }) => [...customerGroups],
  uses: ({ code }, _, { loaders }) => loaders.promotionUses.load(code),
};
