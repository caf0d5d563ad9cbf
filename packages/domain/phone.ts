import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';
import { breaks } from './refusal-details.ts';

/**
 * Returns a phone number as people write it in E.164 (ITU-T), such as +4930123456; `undefined` when no such
 * number can exist. Without a country the number begins with a plus and its country code.
 */
export function toE164(text: string, country?: string): string | undefined {
  const number = parsePhoneNumberFromString(text, country as CountryCode | undefined);
  return number?.isPossible() ? number.number : undefined;
}

/** A phone number with its country code, as E.164. */
export const internationalPhoneField = z.string().transform((text, context) => {
  const number = toE164(text);
  if (number) return number;
  context.addIssue({
    code: 'custom',
    message: 'must be a phone number with its country code, like +4930123456',
    ...breaks('PATTERN'),
  });
  return z.NEVER;
});
