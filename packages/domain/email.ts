import { domainToASCII, domainToUnicode } from 'node:url';
import { z } from 'zod';
import { breaks } from './refusal-details.ts';
import { plainText } from './text.ts';

/** The longest e-mail address that SMTP carries (RFC 5321, erratum 1690), and its longest local part. */
const maxLength = 254;
const maxLocalLength = 64;

/** What a domain name in any script consists of. `domainToASCII` would also decode percent signs. */
const domainName = /^[\p{L}\p{M}\p{N}.\u3002\uff0e\uff61-]+$/u;

const partsOf = (address: string): readonly [local: string, domain: string] => {
  const at = address.lastIndexOf('@');
  return [address.slice(0, Math.max(0, at)), address.slice(at + 1)];
};

/** Returns the address with its domain as mail servers know it: `nel@xn--mnchen-3ya.de` for `nel@münchen.de`. */
function withAsciiDomain(address: string): string {
  const [local, domain] = partsOf(address);
  if (local === '' || /^[\x20-\x7e]*$/.test(domain) || !domainName.test(domain)) return address;
  return `${local}@${domainToASCII(domain) || domain}`;
}

/** Returns the address as people write it: `nel@münchen.de` for `nel@xn--mnchen-3ya.de`. */
export function displayEmail(address: string): string {
  const [local, domain] = partsOf(address);
  return domain.includes('xn--') ? `${local}@${domainToUnicode(domain) || domain}` : address;
}

/**
 * An e-mail address that mail servers take: the pattern of `<input type=email>` in HTML, which has the lengths of
 * domain names (labels of 63 characters), with the lengths of RFC 5321 and a domain of two labels or more.
 */
export const emailSyntax = z
  .email({ pattern: z.regexes.html5Email, error: 'must be an e-mail address' })
  .refine(
    (address) => {
      const [local, domain] = partsOf(address);
      const fits = address.length <= maxLength && local.length <= maxLocalLength;
      // The pattern has reported its own fault.
      return !z.regexes.html5Email.test(address) || (fits && domain.includes('.'));
    },
    { error: 'must be an e-mail address', ...breaks('PATTERN') },
  );

/** Returns an e-mail address, or the beginning of one, in the form in which addresses are stored. */
export const normalizeEmail = (text: string): string =>
  withAsciiDomain(text.trim().toLowerCase().normalize('NFC'));

/**
 * An e-mail address to find something by, in its normal form: trimmed, in lower case, with the domain in ASCII. Its
 * syntax is not checked, since an address that cannot exist finds nothing.
 */
export const emailLookupField = plainText(maxLength).transform(normalizeEmail);

/** An e-mail address to store, in the same form. */
export const emailField = emailLookupField.pipe(emailSyntax);
