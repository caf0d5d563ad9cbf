import { useFormatOf } from '@shop/web';
import type { MessageKey } from '../messages/messages.ts';
import type en from '../messages/paymentMethods.en.json';
import { isExpired, lastMonth } from './card-validity.ts';
import type { SavedCardFragment } from './generated/payment-methods.ts';

/** Returns the messages about saved cards, which only the pages that show them load, and the formats. */
export function useCardFormat() {
  const format = useFormatOf<keyof typeof en | MessageKey>();
  const { text, name, language } = format;
  return {
    ...format,
    /** The brand and the last digits of a card. */
    cardName: ({ brand, last4 }: SavedCardFragment): string =>
      text('card.ending', { brand: name('brand', brand), last4 }),
    /** Until when a card is valid, or when it has expired. */
    validity: (card: SavedCardFragment): string =>
      text(isExpired(card) ? 'card.expired' : 'card.validUntil', {
        month: lastMonth(card, language),
      }),
  };
}
