import { isCurrency } from '@shop/domain';
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

/** RFC 3339 date-time with an offset (section 5.6). */
const rfc3339 =
  /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Whether the calendar has this day: `Date` rolls 30 February over to 2 March. */
const isDay = (day: string): boolean => {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
};

function parseDate(value: unknown): Date {
  const [text, day = ''] = (typeof value === 'string' && rfc3339.exec(value)) || [];
  if (text === undefined || !isDay(day)) {
    throw badUserInput('DateTime must be an RFC 3339 timestamp with an offset');
  }
  return new Date(text);
}

/** Resolvers of the scalars in schema/shared.graphql. */
export const scalars = {
  DateTime: new GraphQLScalarType<Date, string>({
    name: 'DateTime',
    serialize: (value) => (value as Date).toISOString(),
    parseValue: parseDate,
    parseLiteral: (node) => parseDate(node.kind === Kind.STRING ? node.value : undefined),
  }),
  Decimal: stringScalar('Decimal', 'an exact decimal number as a string, like "19.99"', (text) =>
    /^-?\d{1,18}(\.\d{1,9})?$/.test(text),
  ),
  CurrencyCode: stringScalar('CurrencyCode', 'an ISO 4217 code, like "EUR"', isCurrency),
  // Any text: what is no country is refused with its path in the input (see schema/address.ts).
  CountryCode: stringScalar('CountryCode', 'a text', () => true),
};
