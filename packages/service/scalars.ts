import { isCurrency, parseTimestamp } from '@shop/domain';
import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { badUserInput } from './errors.ts';

function stringScalar(name: string, what: string, accepts: (text: string) => boolean) {
  const parse = (value: unknown): string => {
    if (typeof value !== 'string' || !accepts(value)) throw badUserInput(`${name} must be ${what}`);
    return value;
  };
  return new GraphQLScalarType<string, string>({
    name,
    serialize: String,
    parseValue: parse,
    parseLiteral: (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

function parseDate(value: unknown): Date {
  const time = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (!time) throw badUserInput('DateTime must be an RFC 3339 timestamp with an offset');
  return time;
}

/** Whether a text is a language tag. RFC 5646, section 4.4.1: 35 characters are enough for every tag. */
function isLocale(text: string): boolean {
  try {
    return text.length <= 35 && Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

/** Of year 1000 to 2999, which every database and every calendar of a runtime has in four digits. */
const isDate = (text: string): boolean =>
  /^[12]\d{3}-\d\d-\d\d$/.test(text) && parseTimestamp(`${text}T00:00:00Z`) !== undefined;

/** Whether a text is the name of a time zone; some runtimes take an offset like +01:00 too. */
function isTimeZone(text: string): boolean {
  if (!/^[A-Z][\w+/-]{1,63}$/i.test(text)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: text }));
  } catch {
    return false;
  }
}

/** Resolvers of the scalars in schema/shared.graphql. */
export const scalars = {
  DateTime: new GraphQLScalarType<Date, string>({
    name: 'DateTime',
    serialize: (value) => (value as Date).toISOString(),
    parseValue: parseDate,
    parseLiteral: (node) => parseDate(node.kind === Kind.STRING ? node.value : undefined),
  }),
  Date: stringScalar('Date', 'a day of the calendar, like "2026-03-01"', isDate),
  TimeZone: stringScalar(
    'TimeZone',
    'a name of the IANA database, like "Europe/Berlin"',
    isTimeZone,
  ),
  Decimal: stringScalar('Decimal', 'an exact decimal number as a string, like "19.99"', (text) =>
    /^-?\d{1,18}(\.\d{1,9})?$/.test(text),
  ),
  CurrencyCode: stringScalar('CurrencyCode', 'an ISO 4217 code, like "EUR"', isCurrency),
  Locale: stringScalar('Locale', 'a BCP 47 tag, like "pt-BR"', isLocale),
  // Of outputs only: their values were validated when they were stored.
  URL: stringScalar('URL', 'a text', () => true),
  EmailAddress: stringScalar('EmailAddress', 'a text', () => true),
  PhoneNumber: stringScalar('PhoneNumber', 'a text', () => true),
  // Any text: packages/domain/postal-address.ts refuses an unknown country with its path in the input.
  CountryCode: stringScalar('CountryCode', 'a text', () => true),
};
