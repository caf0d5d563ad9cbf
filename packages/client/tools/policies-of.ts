import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  isObjectType,
} from 'graphql';

type Field = GraphQLField<unknown, unknown>;

/** Arguments that choose the page of a connection, not the list. */
const pageArguments = new Set(['first', 'after', 'last', 'before']);

const isConnection = (type: unknown): boolean =>
  isObjectType(type) && type.name.endsWith('Connection') && 'edges' in type.getFields();

const isListOfObjects = ({ type }: Field): boolean =>
  isListType(getNullableType(type)) && isObjectType(getNamedType(type));

const keyArgs = ({ args }: Field): string[] =>
  args.map(({ name }) => name).filter((name) => !pageArguments.has(name));

const fieldsOf = (type: GraphQLObjectType): Field[] => Object.values(type.getFields());

/** The connections of a type: the arguments of each that choose the list. */
const connectionsOf = (type: GraphQLObjectType): [string, string[]][] =>
  fieldsOf(type)
    .filter((field) => isConnection(getNamedType(field.type)))
    .map((field) => [field.name, keyArgs(field)]);

/** Those entries that have something in them. */
const filled = <T extends object>(entries: readonly (readonly [string, T])[]): Record<string, T> =>
  Object.fromEntries(entries.filter(([, value]) => Object.keys(value).length > 0));

/** Returns what a normalized cache has to know of a schema. */
export function policiesOf(schema: GraphQLSchema) {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const objects = types.filter(isObjectType);
  const mutations = schema.getMutationType();
  /** Parts of a response that the cache does not have on their own. */
  const passing = new Set<unknown>([
    mutations,
    schema.getSubscriptionType(),
    ...(mutations ? fieldsOf(mutations) : []).map(({ type }) => getNamedType(type)),
    ...objects.filter(isConnection),
  ]);
  const isStored = (type: GraphQLObjectType) =>
    type === schema.getQueryType() || 'id' in type.getFields();
  const stored = objects.filter((type) => isStored(type) && !passing.has(type));
  return {
    possibleTypes: filled(
      types
        .filter(isAbstractType)
        .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
    ),
    /** Objects without an id, which are part of another object. */
    embedded: objects
      .filter((type) => !isStored(type) && !passing.has(type))
      .map(({ name }) => name),
    connections: filled(stored.map((type) => [type.name, Object.fromEntries(connectionsOf(type))])),
    /** Lists that a later response replaces. */
    lists: filled(
      stored.map((type) => [
        type.name,
        fieldsOf(type)
          .filter(isListOfObjects)
          .map(({ name }) => name),
      ]),
    ),
  };
}
