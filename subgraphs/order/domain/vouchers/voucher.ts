import { randomInt } from 'node:crypto';
import { breaks } from '@shop/domain';
import { z } from 'zod';

/** A code that gives a promotion. */
export type Voucher = {
  readonly id: string;
  /** In its normal form. */
  readonly code: string;
  readonly promotionCode: string;
  /** Orders that may have it; null for any number. */
  readonly maxUses: number | null;
  readonly isDisabled: boolean;
  readonly version: number;
  readonly createdAt: Date;
  /** Orders that have it and are neither rejected nor cancelled. */
  readonly uses: number;
};

/** A version of a voucher, with who made it. */
export type VoucherChange = Pick<Voucher, 'maxUses' | 'isDisabled' | 'version' | 'createdAt'> & {
  readonly voucherId: string;
  readonly actorId: string;
};

/** Returns a code as it is stored: upper-case letters and digits alone, however it was typed. */
export const normalCode = (code: string): string =>
  code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');

/** A code that a customer enters. One that cannot exist is not refused here: it is unknown as others are. */
export const enteredCodeField = z
  .string()
  .max(100, 'must have at most 100 characters')
  .transform(normalCode);

/** A code that staff choose. */
export const chosenCodeField = z
  .string()
  .max(100, 'must have at most 100 characters')
  .transform(normalCode)
  .refine((code) => code.length >= 4 && code.length <= 40, {
    error: 'must have 4 to 40 letters and digits',
    ...breaks('PATTERN'),
  });

/** Without those that look alike: 0 and O, 1 and I and L, U and V. */
export const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const generatedLength = 12;

/** Returns a code of this beginning and 12 random characters: 58 bits, which no rate of tries finds. */
export const generateCode = (prefix: string): string =>
  prefix +
  Array.from({ length: generatedLength }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join(
    '',
  );
