import { validate } from '@shop/domain';
import { z } from 'zod';
import { normalCode } from '../vouchers/voucher.ts';
import type { GiftCardFilter } from './ports.ts';

const giftCardListInput = z.object({
  filter: z
    .object({
      lastFour: z
        .string()
        .max(20, 'must have at most 20 characters')
        .transform(normalCode)
        .nullish(),
    })
    .nullish(),
});

/** Parses the filter of a list of gift cards. Refuses INVALID_VALUE. */
export function parseGiftCardFilter(input: z.input<typeof giftCardListInput>): GiftCardFilter {
  return { lastFour: validate(giftCardListInput, input).filter?.lastFour || undefined };
}
