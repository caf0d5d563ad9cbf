import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** Returns the object types that a named type can stand for. */
export function objectTypes(schema: GraphQLSchema, name: string): readonly GraphQLObjectType[] {
  const type = schema.getType(name);
  if (isObjectType(type)) return [type];
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [];
}

/** Returns a field of an object or interface type; `undefined` for other types and introspection. */
export const fieldOf = (
  type: GraphQLNamedType | undefined,
  name: string,
): GraphQLField<unknown, unknown> | undefined =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;

/** Returns the named type of a field, without lists and non-null. */
export function returnType(
  type: GraphQLNamedType | undefined,
  name: string,
): GraphQLNamedType | undefined {
  const field = fieldOf(type, name);
  return field && getNamedType(field.type);
}
