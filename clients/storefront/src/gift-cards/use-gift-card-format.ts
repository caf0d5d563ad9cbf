import { useFormatOf } from '@shop/web';
import type en from '../messages/giftCards.en.json';

/** Returns the messages about gift cards, which only the pages that show them load, and the formats. */
export const useGiftCardFormat = () => useFormatOf<keyof typeof en>();
