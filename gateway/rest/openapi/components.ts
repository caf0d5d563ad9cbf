import {
  type GraphQLEnumType,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLScalarType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';

/** A JSON Schema (2020-12), as OpenAPI 3.1 uses it. */
export type Schema = { readonly [key: string]: unknown };

/** The schemas that others refer to, by name. */
export type Components = Map<string, Schema>;

/** Scalars whose form JSON Schema can state. Those of the shop are described in the SDL. */
const scalars: Readonly<Record<string, Schema>> = {
  Int: { type: 'integer', format: 'int32' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  String: { type: 'string' },
  ID: { type: 'string' },
  DateTime: { type: 'string', format: 'date-time' },
  Date: { type: 'string', format: 'date' },
  TimeZone: { type: 'string', maxLength: 64 },
  Decimal: { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' },
  CurrencyCode: { type: 'string', pattern: '^[A-Z]{3}$' },
  URL: { type: 'string', format: 'uri' },
  Locale: { type: 'string', maxLength: 35 },
  EmailAddress: { type: 'string', format: 'email' },
  PhoneNumber: { type: 'string', pattern: '^\\+[0-9]+$' },
  CountryCode: { type: 'string', pattern: '^[A-Z]{2}$' },
};

export const described = (description: string | null | undefined): Schema =>
  description ? { description } : {};

/** Returns a reference to a component, which `make` writes when it is new. */
export function reference(components: Components, name: string, make: () => Schema): Schema {
  if (!components.has(name)) {
    // A type may contain itself.
    components.set(name, {});
    components.set(name, make());
  }
  return { $ref: `#/components/schemas/${name}` };
}

const scalarSchema = ({ name, description }: GraphQLScalarType): Schema => ({
  ...scalars[name],
  ...(!(name in scalars) && described(description)),
});

const enumSchema = (type: GraphQLEnumType): Schema => ({
  type: 'string',
  enum: type.getValues().map(({ name }) => name),
  description: [
    type.description,
    ...type.getValues().map(({ name, description }) => `- ${name}: ${description ?? ''}`),
  ].join('\n'),
});

/** Returns the schema of a scalar or enum. */
export const leafSchema = (
  components: Components,
  type: GraphQLScalarType | GraphQLEnumType,
): Schema =>
  isEnumType(type) ? reference(components, type.name, () => enumSchema(type)) : scalarSchema(type);

/** Returns the schema of the fields of an input, less those that stand elsewhere in the request. */
export function inputFieldsSchema(
  components: Components,
  type: GraphQLNamedInputType,
  elsewhere: readonly string[] = [],
): Schema {
  if (!isInputObjectType(type)) return {};
  const fields = Object.values(type.getFields()).filter(({ name }) => !elsewhere.includes(name));
  const required = fields.filter(isRequiredInputField).map(({ name }) => name);
  const properties = fields.map((field) => [
    field.name,
    {
      ...inputSchema(components, field.type),
      ...described(field.description),
      ...(field.defaultValue !== undefined && { default: field.defaultValue }),
    },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** Returns the schema of an input type. Null is the same as absent, and left out. */
export function inputSchema(components: Components, type: GraphQLInputType): Schema {
  if (isNonNullType(type)) return inputSchema(components, type.ofType);
  if (isListType(type)) return { type: 'array', items: inputSchema(components, type.ofType) };
  if (!isInputObjectType(type)) return leafSchema(components, type);
  return reference(components, type.name, () => ({
    ...inputFieldsSchema(components, type),
    ...described(type.description),
  }));
}
