import { atMost, breaks, lengthOf, refuse } from '@shop/domain';
import { z } from 'zod';
import { commonPasswords } from './common-passwords.ts';

const minLength = 8;
const maxLength = 128;

/** One spelling of letters that can be encoded in several ways (NIST SP 800-63B, section 5.1.1.2: NFKC). */
const toNfkc = (password: string): string => password.normalize('NFKC');

/**
 * A new password. NIST SP 800-63B, section 5.1.1.2: at least 8 characters, no composition rules; the upper
 * bound limits the cost of hashing.
 */
export const newPasswordField = z
  .string()
  .transform(toNfkc)
  .refine((text) => lengthOf(text) >= minLength, {
    error: `must have at least ${minLength} characters`,
    ...breaks('TOO_SHORT', minLength),
  })
  .refine(...atMost(maxLength));

/** Normalizes a password to verify. Cuts texts that are too long for any password, to limit the cost of hashing. */
export const normalizePassword = (password: string): string =>
  [...toNfkc(password.slice(0, 4 * maxLength))].slice(0, maxLength + 1).join('');

/** Refuses WEAK_PASSWORD for the first guesses of an attacker: the e-mail address and common passwords. */
export function assertStrongPassword(password: string, email: string, field: string): void {
  const lowerCase = password.toLowerCase();
  if (lowerCase === email) {
    refuse('WEAK_PASSWORD', 'The password must not be the e-mail address.', [field]);
  }
  if (commonPasswords.has(lowerCase)) {
    refuse('WEAK_PASSWORD', 'The password is one of the most common passwords.', [field]);
  }
}
