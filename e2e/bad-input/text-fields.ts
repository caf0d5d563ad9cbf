import {
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
} from 'graphql';

/** Where each text of an input stands, for example `['lines', '0', 'variantId']`. */
export function textPaths(given: GraphQLInputType): string[][] {
  const type = getNullableType(given);
  if (isListType(type)) return textPaths(type.ofType).map((path) => ['0', ...path]);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).flatMap((field) =>
      textPaths(field.type).map((path) => [field.name, ...path]),
    );
  }
  return type.name === 'String' || type.name === 'ID' ? [[]] : [];
}

/** The input with this text at this place. What it lacks on the way there is made up. */
export function withText(
  given: GraphQLInputType,
  input: unknown,
  [name, ...rest]: readonly string[],
  text: string,
): unknown {
  if (name === undefined) return text;
  const type = getNullableType(given);
  if (isListType(type)) {
    return [withText(type.ofType, (input as unknown[] | undefined)?.[0], rest, text)];
  }
  const field = isInputObjectType(type) ? type.getFields()[name] : undefined;
  if (!field) throw new Error(`${type} has no ${name}`);
  const known = { ...(sample(type) as object), ...(input as Record<string, unknown> | undefined) };
  const inside = (input as Record<string, unknown> | undefined)?.[name];
  return { ...known, [name]: withText(field.type, inside, rest, text) };
}

/** Values by field or, failing that, by type. */
const values: Readonly<Record<string, unknown>> = {
  url: 'https://shop.example/picture',
  Int: 1,
  Decimal: '1.00',
  CurrencyCode: 'EUR',
  CountryCode: 'DE',
};

/** A value with what is required. */
function sample(given: GraphQLInputType, name = ''): unknown {
  const type = getNullableType(given);
  if (isListType(type)) return [sample(type.ofType, name)];
  if (!isInputObjectType(type)) return values[name] ?? values[type.name] ?? 'word';
  const required = Object.values(type.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(required.map((field) => [field.name, sample(field.type, field.name)]));
}
