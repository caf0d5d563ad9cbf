import { z } from 'zod';
import { isCountry } from './countries.ts';
import { toE164 } from './phone.ts';
import { hasPostalCodes } from './postal-codes.ts';
import { breaks, type ConstraintRule } from './refusal-details.ts';
import { optionalText, plainText } from './text.ts';

/** Digits with the signs that people put between them; whether the number exists depends on the country. */
const phoneShape = /^(?:\+?[\d\s()./-]{5,})?$/;
const phoneFault = {
  error:
    'must be a phone number of the country, or start with + and a country code, like +4930123456',
  ...breaks('PATTERN'),
};

/**
 * A postal address as an input states it. The bounds are those of the SDL. The phone number may be
 * national (of the address's country) and is stored as E.164. A postal code is needed where the country
 * has them.
 */
export const postalAddressField = z
  .object({
    recipient: plainText(100),
    company: optionalText(100),
    line1: plainText(200),
    line2: optionalText(200),
    city: plainText(100),
    region: optionalText(100),
    postalCode: optionalText(20),
    country: z.string().refine(isCountry, {
      error: 'must be an ISO 3166-1 alpha-2 code, like DE',
      ...breaks('PATTERN'),
    }),
    phone: z.string().regex(phoneShape, phoneFault.error).nullish().pipe(optionalText(40)),
  })
  .transform((address, context) => {
    const { country, postalCode } = address;
    const phone = address.phone && toE164(address.phone, country);
    const fault = (field: keyof typeof address, message: string, rule: ConstraintRule) =>
      context.addIssue({ code: 'custom', path: [field], message, ...breaks(rule) });
    if (!postalCode && hasPostalCodes(country))
      fault('postalCode', 'must not be empty', 'REQUIRED');
    if (phone === undefined) fault('phone', phoneFault.error, 'PATTERN');
    return { ...address, phone: phone ?? null };
  });

/** A postal address. */
export type PostalAddress = Readonly<z.output<typeof postalAddressField>>;
