import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';

const scalars: Readonly<Record<string, string>> = {
  Int: '1',
  Float: '1.5',
  Boolean: 'true',
  DateTime: '"2026-01-01T00:00:00Z"',
  Date: '"2026-01-01"',
  TimeZone: '"Europe/Berlin"',
  Decimal: '"1.00"',
  CurrencyCode: '"EUR"',
};

/** Returns a valid literal of a type, with the required fields of inputs only. */
export function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return `[${literalOf(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (!isInputObjectType(type)) return scalars[type.name] ?? '"x"';
  const required = Object.values(type.getFields()).filter(isRequiredInputField);
  return `{${required.map((field) => `${field.name}: ${literalOf(field.type)}`).join(', ')}}`;
}
