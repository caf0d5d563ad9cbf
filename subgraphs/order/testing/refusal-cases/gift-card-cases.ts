import { newId } from '@shop/domain';
import { createGiftCards } from '../../domain/gift-cards/create-gift-cards.ts';
import { newKey } from '../fixtures.ts';
import { staff } from '../order-fixture.ts';
import { conflict, type Fixture, type RefusalCases, type Refused } from './case.ts';

const amount = { amount: '10.00', currencyCode: 'EUR' };
const tooLong = 'x'.repeat(101);
const ofStaff = (input: object) => async (): Promise<Refused> => ({
  ...{ input: { ...input }, viewer: staff },
});
const byGuest = (input: object) => async (): Promise<Refused> => ({
  ...{ input: { ...input }, viewer: null },
});

/** Returns what is refused of the mutations of gift cards. */
export function giftCardCases(shop: Fixture): RefusalCases {
  const codes = ['IMPORTED26CODE'];
  /** A creation with the codes of one before. */
  const afterCreation = (change: object) => async (): Promise<Refused> => {
    const idempotencyKey = newKey();
    const unique = [`C${newKey().replace(/\W/g, '').slice(-20)}`.toUpperCase()];
    const input = { amount, codes: unique, idempotencyKey };
    await createGiftCards(shop, staff, input);
    return ofStaff({ ...input, ...change })();
  };
  return {
    'createGiftCards INVALID_VALUE': ofStaff({ amount, count: 1, codes, idempotencyKey: newKey() }),
    'createGiftCards GIFT_CARD_TAKEN': afterCreation({ idempotencyKey: newKey() }),
    'createGiftCards IDEMPOTENCY_CONFLICT': afterCreation({ expiresAt: '2090-01-01T00:00:00Z' }),
    'updateGiftCard INVALID_VALUE': ofStaff({
      giftCardId: newId(),
      isDisabled: true,
      balance: amount,
    }),
    'updateGiftCard NOT_FOUND': ofStaff({ giftCardId: newId(), isDisabled: true }),
    async 'updateGiftCard VERSION_CONFLICT'() {
      const input = { amount, count: 1, idempotencyKey: newKey() };
      const [{ giftCard = undefined } = {}] = await createGiftCards(shop, staff, input);
      const refused = await ofStaff({ giftCardId: giftCard?.id, isDisabled: true, ...conflict })();
      return { ...refused, now: { giftCard: { id: giftCard?.id } } };
    },
    'checkGiftCard INVALID_VALUE': byGuest({ code: tooLong }),
    'checkGiftCard GIFT_CARD_INVALID': byGuest({ code: 'UNKNOWN1' }),
  };
}
