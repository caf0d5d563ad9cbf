import {
  assertVersion,
  constraint,
  expectedVersionField,
  type Money,
  moneyField,
  optionalText,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { assertIsLater } from './create-gift-cards.ts';
import type { GiftCard } from './gift-card.ts';
import type { GiftCardStore } from './ports.ts';

const updateGiftCardInput = z.object({
  giftCardId: z.string(),
  isDisabled: z.boolean(),
  expiresAt: z
    .date()
    .nullish()
    .transform((date) => date ?? null),
  balance: moneyField.nullish(),
  reason: optionalText(200),
  expectedVersion: expectedVersionField,
});
export type UpdateGiftCardInput = z.input<typeof updateGiftCardInput>;

/**
 * Sets when a gift card expires, disables or enables it, and corrects its balance, with a reason and the version that the
 * balance was read at. Equal values change nothing, so that the call can be repeated.
 * Refuses INVALID_VALUE, NOT_FOUND, VERSION_CONFLICT.
 */
export async function updateGiftCard(
  { giftCards }: { readonly giftCards: Pick<GiftCardStore, 'update'> },
  staff: Viewer,
  input: UpdateGiftCardInput,
  now = new Date(),
): Promise<GiftCard> {
  const request = validate(updateGiftCardInput, input);
  const { giftCardId: id, isDisabled, expiresAt, balance, reason, expectedVersion } = request;
  if (balance) {
    assertGiven('reason', reason);
    assertGiven('expectedVersion', expectedVersion);
  }
  const updated = await giftCards.update(id, { actorId: staff.id, reason }, (card) => {
    const next = { ...card, isDisabled, expiresAt, balance: balance ?? card.balance };
    if (balance) assertSameCurrency(card, balance);
    if (isSame(card, next)) return card;
    if (expiresAt?.getTime() !== card.expiresAt?.getTime()) assertIsLater(expiresAt, now);
    assertVersion(card, expectedVersion);
    return { ...next, version: card.version + 1 };
  });
  return updated ?? refuse('NOT_FOUND', 'There is no such gift card.', ['giftCardId']);
}

function assertGiven(field: string, value: unknown): void {
  if (value != null) return;
  const message = `\`balance\` requires \`${field}\`.`;
  refuse('INVALID_VALUE', message, [field], constraint('REQUIRED'));
}

function assertSameCurrency({ balance: { currency } }: GiftCard, balance: Money): void {
  if (balance.currency === currency) return;
  const field = ['balance', 'currencyCode'];
  refuse('INVALID_VALUE', `must be ${currency}`, field, constraint('NOT_ALLOWED'));
}

const isSame = (one: GiftCard, other: GiftCard): boolean =>
  one.isDisabled === other.isDisabled &&
  one.expiresAt?.getTime() === other.expiresAt?.getTime() &&
  one.balance.minor === other.balance.minor;
