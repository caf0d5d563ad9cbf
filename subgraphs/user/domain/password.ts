import { atMost, lengthOf, refuse } from '@shop/domain';
import { z } from 'zod';
import { commonPasswords } from './common-passwords.ts';

const minLength = 8;
const maxLength = 128;

/** One spelling of letters that can be written in several ways (NIST SP 800-63B, section 5.1.1.2: NFKC). */
const normalPassword = (password: string): string => password.normalize('NFKC');

/**
 * A password somebody chooses. NIST SP 800-63B, section 5.1.1.2: at least 8 characters, no rules of
 * composition; the upper bound keeps hashing cheap.
 */
export const newPasswordField = z
  .string()
  .transform(normalPassword)
  .refine((text) => lengthOf(text) >= minLength, `must have at least ${minLength} characters`)
  .refine(...atMost(maxLength));

/** A password somebody claims to know: longer texts are no password of ours, and would only cost time. */
export const presentedPassword = (password: string): string =>
  [...normalPassword(password.slice(0, 4 * maxLength))].slice(0, maxLength + 1).join('');

/** Refuses WEAK_PASSWORD for what an attacker tries first: the e-mail address and common passwords. */
export function refuseWeak(password: string, email: string, field: string): void {
  const plain = password.toLowerCase();
  if (plain === email) refuse('WEAK_PASSWORD', 'must not be the e-mail address', [field]);
  if (commonPasswords.has(plain)) refuse('WEAK_PASSWORD', 'is among the most common', [field]);
}
