import { addressFormats } from '../generated/address-formats.ts';

/** A postal address of a user or an order. */
export type PostalAddress = {
  readonly recipient: string;
  readonly company?: string | null;
  readonly line1: string;
  readonly line2?: string | null;
  readonly city: string;
  readonly region?: string | null;
  readonly postalCode?: string | null;
  readonly country: string;
};

/** The values for the letters of a format, as Google's address metadata has them. */
const valuesOf = (address: PostalAddress): Readonly<Record<string, string>> => ({
  N: address.recipient,
  O: address.company ?? '',
  A: [address.line1, address.line2].filter(Boolean).join('\n'),
  C: address.city,
  S: address.region ?? '',
  Z: address.postalCode ?? '',
});

/** Fills in one line; it is empty when none of its parts is known. */
function fill(line: string, values: Readonly<Record<string, string>>): string {
  const letters = [...line.matchAll(/%([A-Z])/g)].map(([, letter = '']) => letter);
  if (letters.every((letter) => !values[letter])) return '';
  return line
    .replace(/%([A-Z])/g, (_, letter: string) => values[letter] ?? '')
    .replace(/ {2,}/g, ' ')
    .replace(/^[ ,–-]+|[ ,–-]+$/g, '');
}

/** Some formats lack a part that the address has: the city stands with the region, other parts at the end. */
function withEveryPart(format: string, values: Readonly<Record<string, string>>): string {
  const isMissing = (letter: string) => values[letter] && !format.includes(`%${letter}`);
  const placed = isMissing('C') && format.includes('%S') ? format.replace('%S', '%S %C') : format;
  const missing = ['C', 'S', 'Z'].filter(
    (letter) => isMissing(letter) && !placed.includes(`%${letter}`),
  );
  return [placed, ...missing.map((letter) => `%${letter}`)].join('|');
}

/** Where an address is read. */
export type AddressOptions = {
  /** Language of the country's name; English when absent. */
  readonly locale?: string;
  /** The country of the reader, whose name is left out. */
  readonly from?: string;
};

/** Returns the lines of an address as its country writes them, with the name of the country as the last. */
export function formatAddress(
  address: PostalAddress,
  { locale = 'en', from }: AddressOptions = {},
): string[] {
  const { country } = address;
  const values = valuesOf(address);
  const format = withEveryPart(addressFormats[country] || '%N|%O|%A|%C', values);
  const lines = format.split('|').flatMap((line) => fill(line, values).split('\n'));
  const name = new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country;
  return [...lines, country === from ? '' : name].filter(Boolean);
}
