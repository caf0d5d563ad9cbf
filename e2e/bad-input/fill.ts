import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';

const good: Readonly<Record<string, unknown>> = {
  Boolean: false,
  Decimal: '999999999999999999.999999999',
  CurrencyCode: 'EUR',
  DateTime: '9999-12-31T23:59:59Z',
  Date: '2999-12-31',
  TimeZone: 'Pacific/Kiritimati',
  CountryCode: '💥',
};

/** A value that the schema allows and whose texts, ids and numbers are the given ones. */
export function fill(type: GraphQLInputType, text: string, number: number): unknown {
  if (isNonNullType(type)) return fill(type.ofType, text, number);
  if (isListType(type)) return [fill(type.ofType, text, number)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    return Object.fromEntries(
      Object.values(type.getFields()).map((field) => [field.name, fill(field.type, text, number)]),
    );
  }
  if (type.name === 'Int') return number;
  return good[type.name] ?? text;
}
