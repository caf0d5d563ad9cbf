import * as documents from '../generated/graphql.ts';
import type { RestRoute } from '../route.ts';

/** Gift cards, which staff issue and customers pay with. */
export const giftCardRoutes: readonly RestRoute[] = [
  { method: 'POST', path: '/gift-cards', document: documents.CreateGiftCardsDocument },
  { method: 'GET', path: '/gift-cards', document: documents.GiftCardsDocument },
  {
    method: 'POST',
    path: '/gift-cards/check',
    document: documents.CheckGiftCardDocument,
    resource: 'giftCard',
  },
  { method: 'GET', path: '/gift-cards/{giftCardId}', document: documents.GiftCardDocument },
  {
    method: 'PUT',
    path: '/gift-cards/{giftCardId}',
    document: documents.UpdateGiftCardDocument,
    resource: 'giftCard',
  },
];
