import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { type Directives, readDirectives, topFields } from './directives.ts';
import { type Faults, fails } from './faults.ts';
import type { Thing, World } from './world.ts';

type Data = Readonly<Record<string, unknown>>;

/** Returns the part of a thing that a selection asks for, as JSON with the keys in their order. */
function part(world: World, value: unknown, selection: SelectionSetNode | undefined): unknown {
  if (Array.isArray(value)) return value.map((one) => part(world, one, selection));
  if (!selection || typeof value !== 'object' || value === null) return value ?? null;
  const source = value as Thing & Data;
  const fieldOf = (name: string): unknown =>
    'identity' in source ? derivedField(world, source, name) : source[name];
  const parts = selection.selections.map((node) => {
    if (node.kind === Kind.FIELD) {
      return { [node.name.value]: part(world, fieldOf(node.name.value), node.selectionSet) };
    }
    const condition = node.kind === Kind.INLINE_FRAGMENT ? node.typeCondition?.name.value : '';
    const applies = node.kind === Kind.INLINE_FRAGMENT && condition === source.__typename;
    return applies ? (part(world, source, node.selectionSet) as object) : {};
  });
  return Object.assign({}, ...parts);
}

/** Returns the value of a field that has no arguments, whatever it requires. */
function derivedField(world: World, thing: Thing, field: string): unknown {
  const required = world.requires.get(`${thing.type}.${field}`);
  const salt = required && JSON.stringify(part(world, thing, required));
  return world.fieldOf(thing, field, salt);
}

const saltOf = (args: Data): string =>
  Object.keys(args).length > 0 ? `(${JSON.stringify(args, Object.keys(args).sort())})` : '';

/** Resolves a field of the world. A field with `@requires` depends on what it requires, as it was sent. */
const resolver =
  (
    world: World,
    name: string,
    required: SelectionSetNode | undefined,
  ): GraphQLFieldResolver<Thing | undefined, unknown> =>
  (source: Thing | undefined, args, _context, { parentType }) => {
    const { name: root } = parentType;
    const thing = source ?? { __typename: root, type: root, identity: root };
    const salt = required
      ? JSON.stringify(part(world, thing.representation ?? thing, required))
      : saltOf(args);
    return world.fieldOf(thing, name, salt);
  };

/** Adds resolvers of the world to every object of a schema. */
function resolveFrom(
  world: World,
  schema: GraphQLSchema,
  requires: Directives['requires'],
  before: (thing: Thing | undefined, coordinate: string) => void,
): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = ({ __typename }: Thing) => __typename;
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue;
      const coordinate = `${type.name}.${field.name}`;
      const resolve = resolver(world, field.name, requires.get(coordinate));
      field.resolve = (source, args, context, info) => {
        before(source, coordinate);
        return resolve(source, args, context, info);
      };
    }
  }
}

/** The whole graph as one schema. */
export const createMonolith = (world: World, schema: GraphQLSchema): void =>
  resolveFrom(world, schema, world.requires, () => undefined);

/** Finds the entity of a representation: by the first key of which it has every field. */
function findEntity(
  world: World,
  keys: readonly SelectionSetNode[],
  types: readonly string[],
  representation: Data,
): Thing | null {
  const key = keys.find((one) =>
    topFields(one).every((field) => representation[field] !== undefined),
  );
  if (!key) return null;
  const sent = JSON.stringify(part(world, representation, key));
  const all = types.flatMap((type) => world.entitiesOf(type));
  return all.find((thing) => JSON.stringify(part(world, thing, key)) === sent) ?? null;
}

/** One subgraph as an executable schema. */
export function createSubgraph(
  name: string,
  sdl: string,
  { world, supergraph, faults }: { world: World; supergraph: GraphQLSchema; faults: () => Faults },
): GraphQLSchema {
  const directives = readDirectives(sdl);
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl) });
  resolveFrom(world, schema, directives.requires, (thing, coordinate) => {
    const at = `${name} ${coordinate} ${thing?.identity}`;
    if (!fails(faults().field, faults(), at)) return;
    throw new GraphQLError(`fault ${at}`, { extensions: { code: 'FAULT' } });
  });
  for (const [typeName, keys] of directives.keys) {
    const type = schema.getType(typeName);
    const known = supergraph.getType(typeName);
    const types = isAbstractType(known)
      ? supergraph.getPossibleTypes(known).map((one) => one.name)
      : [typeName];
    const resolveReference = (representation: Data) => {
      const found = findEntity(world, keys, types, representation);
      if (!found || fails(faults().entity, faults(), `${name} ${found.identity}`)) return null;
      return { ...found, representation };
    };
    if (!type) continue;
    type.extensions = { ...type.extensions, apollo: { subgraph: { resolveReference } } };
  }
  return schema;
}
