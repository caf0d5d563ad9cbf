import { z } from 'zod';
import { isCountry } from './countries.ts';
import { plainText } from './text.ts';

/** A digit, then up to 14 more, after a plus (ITU-T E.164); shorter than 7 reaches nobody from abroad. */
const e164 = /^\+[1-9]\d{6,14}$/;

const optional = <T extends z.ZodType>(field: T) =>
  field.nullish().transform((value) => value ?? null);

/** Where something is sent, as an input states it. The bounds are those told in the SDL. */
export const addressInput = z.object({
  recipient: plainText(100),
  company: optional(plainText(100)),
  line1: plainText(200),
  line2: optional(plainText(200)),
  city: plainText(100),
  region: optional(plainText(100)),
  postalCode: plainText(20),
  country: z.string().refine(isCountry, 'must be an ISO 3166-1 alpha-2 code, like DE'),
  phone: optional(z.string().regex(e164, 'must be an E.164 number, like +4930123456')),
});
export type AddressInput = z.input<typeof addressInput>;

/** Where something is sent. */
export type Address = Readonly<z.output<typeof addressInput>>;
