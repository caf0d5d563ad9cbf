import { z } from 'zod';
import { plainText } from './text.ts';

/** The longest e-mail address that SMTP carries (RFC 5321, erratum 1690). */
const maxLength = 254;

/**
 * An e-mail address to find something by, in its normal form: trimmed and in lower case. Its syntax is not
 * checked, since an address that cannot exist finds nothing.
 */
export const emailLookupField = plainText(maxLength).transform((text) => text.toLowerCase());

/** An e-mail address to store, in the same form. */
export const emailField = emailLookupField.pipe(z.email('must be an e-mail address'));
