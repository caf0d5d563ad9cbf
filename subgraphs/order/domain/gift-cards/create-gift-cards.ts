import type { KeyObject } from 'node:crypto';
import {
  breaks,
  constraint,
  idempotencyKeyField,
  moneyField,
  newId,
  newIdempotencyKey,
  Refusal,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { codeHashOf, codesOfBatch, type GiftCard, importedGiftCardCode } from './gift-card.ts';
import type { GiftCardStore } from './ports.ts';

const maxCount = 1_000;

const createGiftCardsInput = z.object({
  amount: moneyField.refine(({ minor }) => minor > 0n, {
    ...{ path: ['amount'], error: 'must be above 0' },
    ...breaks('TOO_SMALL', 0),
  }),
  count: z
    .number()
    .int()
    .min(1, 'must be at least 1')
    .max(maxCount, `must be at most ${maxCount}`)
    .nullish(),
  codes: z
    .array(importedGiftCardCode)
    .min(1, 'must not be empty')
    .max(maxCount, `must have at most ${maxCount} entries`)
    .refine((codes) => new Set(codes).size === codes.length, {
      error: 'must differ',
      ...breaks('DUPLICATE'),
    })
    .nullish(),
  expiresAt: z.date().nullish(),
  idempotencyKey: idempotencyKeyField,
});
export type CreateGiftCardsInput = z.input<typeof createGiftCardsInput>;

/** A gift card with its code; null when it cannot be shown again, since the key of the shop was replaced. */
export type IssuedGiftCard = { readonly code: string | null; readonly giftCard: GiftCard };

type CreatePorts = {
  readonly giftCards: Pick<GiftCardStore, 'add'>;
  /** The secret that generated codes follow from. */
  readonly mailTokenKey: KeyObject;
};

/**
 * Creates gift cards of one amount: with generated codes that cannot be guessed, or with the codes of another system. Only
 * this response and its replays have the codes. Refuses INVALID_VALUE, GIFT_CARD_TAKEN, IDEMPOTENCY_CONFLICT.
 */
export async function createGiftCards(
  { giftCards, mailTokenKey }: CreatePorts,
  staff: Viewer,
  input: CreateGiftCardsInput,
  now = new Date(),
): Promise<readonly IssuedGiftCard[]> {
  const request = validate(createGiftCardsInput, input);
  const { amount, count, codes, expiresAt = null, idempotencyKey } = request;
  if ((codes == null) === (count == null)) {
    const message = 'Give exactly one of `count` and `codes`.';
    refuse('INVALID_VALUE', message, ['count'], constraint('NOT_ALLOWED'));
  }
  assertIsLater(expiresAt, now);
  const codesOf = (batchId: string) =>
    codes ?? codesOfBatch(mailTokenKey, batchId, idempotencyKey, count ?? 0);
  const id = newId();
  const created = codesOf(id).map((code) => ({
    ...{ id: newId(), codeHash: codeHashOf(code), lastFour: code.slice(-4) },
    ...{ initial: amount, balance: amount, expiresAt, isDisabled: false },
    ...{ version: 1, createdAt: now },
  }));
  const key = newIdempotencyKey('createGiftCards', staff.id, request);
  const result = await giftCards.add({ id, giftCards: created }, staff.id, key);
  if ('taken' in result) return refuseTaken(result.taken, codes ?? []);
  const codeOf = new Map(codesOf(result.id).map((code) => [codeHashOf(code), code]));
  return result.giftCards.map((giftCard) => ({
    ...{ giftCard, code: codeOf.get(giftCard.codeHash) ?? null },
  }));
}

/** Refuses an end that is over. */
export function assertIsLater(expiresAt: Date | null, now: Date): void {
  if (!expiresAt || expiresAt > now) return;
  refuse(
    'INVALID_VALUE',
    'must be in the future',
    ['expiresAt'],
    constraint('TOO_SMALL', now.toISOString()),
  );
}

function refuseTaken(taken: readonly string[], codes: readonly string[]): never {
  const hashes = codes.map(codeHashOf);
  throw new Refusal(
    taken.map((hash) => ({
      ...{ code: 'GIFT_CARD_TAKEN', message: 'A gift card with this code exists already.' },
      field: ['codes', String(hashes.indexOf(hash))],
    })),
  );
}
