import { createHash, createHmac, hkdfSync, type KeyObject } from 'node:crypto';
import { breaks, type Money } from '@shop/domain';
import { z } from 'zod';
import { codeAlphabet, normalCode } from '../vouchers/voucher.ts';

/** Money that the holder of a code pays with. The code itself is not stored. */
export type GiftCard = {
  readonly id: string;
  readonly codeHash: string;
  /** The end of the code. */
  readonly lastFour: string;
  readonly initial: Money;
  /** The initial amount and the sum of the movements. */
  readonly balance: Money;
  /** Null when it does not expire. */
  readonly expiresAt: Date | null;
  readonly isDisabled: boolean;
  /** Increases with each change and each movement. */
  readonly version: number;
  readonly createdAt: Date;
};

/** Money that leaves a gift card or returns to it. */
export type GiftCardMovement = {
  readonly key: string;
  readonly giftCardId: string;
  readonly kind: 'CHARGE' | 'REFUND' | 'ADJUSTMENT';
  /** What it adds to the balance; below 0 for a charge. */
  readonly amount: Money;
  /** The order that was paid; null of an adjustment. */
  readonly orderId: string | null;
  /** Who made an adjustment, and why. */
  readonly actorId: string | null;
  readonly reason: string | null;
  readonly createdAt: Date;
};

/** What staff have set, with who did. */
export type GiftCardChange = Pick<
  GiftCard,
  'expiresAt' | 'isDisabled' | 'version' | 'createdAt'
> & { readonly giftCardId: string; readonly actorId: string };

/** What a gift card can be used for. */
export type GiftCardStatus = 'ACTIVE' | 'USED_UP' | 'EXPIRED' | 'DISABLED';

export function statusOf({ isDisabled, expiresAt, balance }: GiftCard, now: Date): GiftCardStatus {
  if (isDisabled) return 'DISABLED';
  if (expiresAt && expiresAt <= now) return 'EXPIRED';
  return balance.minor > 0n ? 'ACTIVE' : 'USED_UP';
}

/** A code that a customer enters. One that cannot exist is not refused here: it is unknown as others are. */
export const enteredGiftCardCode = z
  .string()
  .max(100, 'must have at most 100 characters')
  .transform(normalCode);

/** A code of another system. It is money: a short one could be guessed. */
export const importedGiftCardCode = z
  .string()
  .max(100, 'must have at most 100 characters')
  .transform(normalCode)
  .refine((code) => code.length >= 12 && code.length <= 40, {
    error: 'must have 12 to 40 letters and digits',
    ...breaks('PATTERN'),
  });

/**
 * Returns what is stored of a code. A plain hash suffices, since 78 bits cannot be tried; with a secret key in it, a shop
 * that loses the key would lose the money of its customers.
 */
export const codeHashOf = (code: string): string =>
  createHash('sha256').update(code).digest('base64url');

const codeLength = 16;

/**
 * Returns the codes of a request, each of 16 letters and digits: 78 bits. They follow from the secret key of the shop, the id
 * of the batch and the key of the request, so that its replay shows them again; the database alone does not reveal them.
 */
export function codesOfBatch(
  secret: KeyObject,
  batchId: string,
  idempotencyKey: string,
  count: number,
): string[] {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'gift card codes', 32));
  return Array.from({ length: count }, (_, index) => {
    const seed = JSON.stringify([batchId, idempotencyKey, index]);
    let rest = BigInt(`0x${createHmac('sha256', key).update(seed).digest('hex')}`);
    const radix = BigInt(codeAlphabet.length);
    return Array.from({ length: codeLength }, () => {
      const sign = codeAlphabet[Number(rest % radix)];
      rest /= radix;
      return sign;
    }).join('');
  });
}
