import { breaks, emptyAsAbsent, isCountry } from '@shop/domain';
import { z } from 'zod';

/** A rate in percent with up to four decimals, as millionths: `9.975` -> 99750. */
export const percentField = z
  .string()
  .regex(
    /^(?:\d{1,2}(?:\.\d{1,4})?|100(?:\.0{1,4})?)$/,
    'must be a percentage from 0 to 100 with at most four decimals',
  )
  .transform((percent) => {
    const [digits = '', decimals = ''] = percent.split('.');
    return Number(digits + decimals.padEnd(4, '0'));
  });

const code = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** The code of a rule, which staff choose. */
export const codeField = z
  .string()
  .regex(code, 'must have 1 to 40 characters: a to z, 0 to 9 and hyphens between them');

/** The same where it may be left out: absent, null and empty are the standard class. */
export const optionalTaxClassField = emptyAsAbsent(codeField);

export const countryField = z.string().refine(isCountry, {
  error: 'must be an ISO 3166-1 alpha-2 code, like DE',
  ...breaks('PATTERN'),
});

/** The code of a chosen shipping method; absent, null and empty choose none. */
export const shippingMethodField = emptyAsAbsent(
  z.string().max(40, 'must have at most 40 characters'),
);
