import fc from 'fast-check';
import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';

/** What stands for a secret: no answer may contain it. */
export const marker = 'correct-horse-7';

const wrong = fc.constantFrom<unknown>(
  marker,
  `${marker}\n" at "x"; Field "y"`,
  2 ** 31,
  -(2 ** 53),
  1.5,
  true,
  [],
  {},
  [[marker]],
  { [`${marker} key`]: marker },
  { __proto__x: 1, constructor: marker },
);

const scalars: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  Int: fc.integer(),
  Float: fc.double({ noNaN: true, noDefaultInfinity: true }),
  Boolean: fc.boolean(),
  DateTime: fc.constant('2026-01-01T00:00:00Z'),
  Date: fc.constant('2026-01-01'),
  TimeZone: fc.constant('Europe/Berlin'),
  Decimal: fc.constant('19.99'),
  CurrencyCode: fc.constant('EUR'),
};

const rarely = (value: fc.Arbitrary<unknown>, other: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: other });

/** Returns values of a type, in which every part may be null, absent or of a wrong type. */
export function valuesOf(type: GraphQLInputType, depth = 0): fc.Arbitrary<unknown> {
  const other = fc.oneof(fc.constant(null), wrong);
  if (isNonNullType(type)) return valuesOf(type.ofType, depth);
  if (isListType(type)) {
    const item = valuesOf(type.ofType, depth);
    return rarely(fc.oneof(fc.array(item, { maxLength: 3 }), item), other);
  }
  if (isEnumType(type)) {
    return rarely(fc.constantFrom(...type.getValues().map(({ name }) => name)), other);
  }
  if (!isInputObjectType(type)) return rarely(scalars[type.name] ?? fc.string(), other);
  if (depth > 3) return fc.constant({});
  const fields = Object.values(type.getFields()).map((field) => [
    field.name,
    valuesOf(field.type, depth + 1),
  ]);
  const record = fc.record(Object.fromEntries(fields), { requiredKeys: [] });
  const complete = fc.record(Object.fromEntries(fields));
  return rarely(fc.oneof({ weight: 3, arbitrary: complete }, record), other);
}

/** Returns the variables of a case: `$v` absent, null, or any value; as JSON brings them. */
export const variablesOf = (type: GraphQLInputType): fc.Arbitrary<Record<string, unknown>> =>
  fc.option(
    valuesOf(type).map((v) => JSON.parse(JSON.stringify({ v }))),
    {
      nil: {},
      freq: 9,
    },
  );
