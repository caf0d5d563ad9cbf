import { isId } from '@shop/domain';
import {
  mutationPayload,
  parseArguments,
  parsePage,
  requireViewer,
  toConnection,
} from '@shop/service';
import type { GiftCardConnection, OrderContext } from '../context.ts';
import { checkGiftCard } from '../domain/gift-cards/check-gift-card.ts';
import { createGiftCards } from '../domain/gift-cards/create-gift-cards.ts';
import { statusOf } from '../domain/gift-cards/gift-card.ts';
import { parseGiftCardFilter } from '../domain/gift-cards/gift-card-list-input.ts';
import { updateGiftCard } from '../domain/gift-cards/update-gift-card.ts';
import type {
  GiftCardChangeResolvers,
  GiftCardMovementResolvers,
  GiftCardResolvers,
  MutationResolvers,
  QueryGiftCardsArgs,
} from '../generated/graphql.ts';

/** The mutations of gift cards. */
export const giftCardMutations: MutationResolvers = {
  createGiftCards: (_, { input }, context) =>
    mutationPayload(async () => ({
      giftCards: [...(await createGiftCards(context, requireViewer(context), input))],
    })),
  updateGiftCard: (_, { input }, context) =>
    mutationPayload(
      async () => ({ giftCard: await updateGiftCard(context, requireViewer(context), input) }),
      async () => {
        const [giftCard] = await context.giftCards.byIds([input.giftCardId]);
        return giftCard ? { giftCard } : {};
      },
    ),
  checkGiftCard: (_, { input }, context) =>
    mutationPayload(async () => ({ giftCard: await checkGiftCard(context, input) })),
};

/** Returns one page of the gift cards, newest first. Throws BAD_USER_INPUT. */
export async function listGiftCards(
  { filter, ...args }: QueryGiftCardsArgs,
  { giftCards }: OrderContext,
): Promise<GiftCardConnection> {
  const conditions = parseArguments(() => parseGiftCardFilter({ filter }));
  const request = parsePage('giftCards', args, [isId]);
  return toConnection(await giftCards.page(conditions, request), {
    ...{ list: 'giftCards', request },
    keyOf: ({ id }) => [id],
    count: () => giftCards.count(conditions),
  });
}

export const GiftCard: GiftCardResolvers = {
  initialAmount: ({ initial }) => initial,
  status: (card) => statusOf(card, new Date()),
  movements: async ({ id }, _, { loaders }) => [...(await loaders.giftCardMovements.load(id))],
  changes: async ({ id }, _, { loaders }) => [...(await loaders.giftCardChanges.load(id))],
};

export const GiftCardMovement: GiftCardMovementResolvers = {
  id: ({ key }) => key,
  order: ({ orderId }, _, { loaders }) => (orderId ? loaders.order.load({ id: orderId }) : null),
  author: ({ actorId }) => (actorId ? { id: actorId } : null),
};

export const GiftCardChange: GiftCardChangeResolvers = {
  author: ({ actorId }) => ({ id: actorId }),
};
