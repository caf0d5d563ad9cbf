import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * Most pairs of a selection set and the object types it may meet. Each pair is looked at once, so
 * fragments that multiply cost no more than their text; real operations have dozens.
 */
const maxPairs = 20_000;

/** `Type.field` an operation may ask for -> response keys that lead to its first place. */
export type Reach = ReadonlyMap<string, readonly string[]>;
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;
type Types = readonly GraphQLObjectType[];

export const fragmentsOf = (document: DocumentNode): Fragments =>
  new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [],
    ),
  );

/** The object types a named type can stand for. */
export function objectTypes(schema: GraphQLSchema, name: string): Types {
  const type = schema.getType(name);
  if (isObjectType(type)) return [type];
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [];
}

const refused = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });

export const tooComplex = () => refused('The operation is too complex.');

type Walk = {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
  readonly reach: Map<string, readonly string[]>;
  /** Selection set -> the sets of types it was visited with. */
  readonly visited: Map<SelectionSetNode, Set<string>>;
  pairs: number;
};

/**
 * Every (object type, field) an operation can reach, whatever its `@skip` and `@include` say: a
 * condition never relaxes a check. Throws BAD_REQUEST for an alias that passes for `__typename`,
 * and for an operation beyond any sensible size.
 */
export function reachOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): Reach {
  const walk: Walk = { schema, fragments, reach: new Map(), visited: new Map(), pairs: 0 };
  const root = schema.getRootType(operation.operation);
  visit(walk, operation.selectionSet, root ? [root] : [], []);
  return walk.reach;
}

function isNew({ visited }: Walk, node: SelectionSetNode, types: Types): boolean {
  const key = types
    .map(({ name }) => name)
    .sort()
    .join();
  const before = visited.get(node) ?? new Set();
  if (before.has(key)) return false;
  visited.set(node, before.add(key));
  return true;
}

function visit(walk: Walk, node: SelectionSetNode, types: Types, path: readonly string[]): void {
  if (types.length === 0 || !isNew(walk, node, types)) return;
  if (++walk.pairs > maxPairs) throw tooComplex();
  const within = (condition: string | undefined): Types => {
    if (condition === undefined) return types;
    const allowed = objectTypes(walk.schema, condition);
    return types.filter((type) => allowed.includes(type));
  };
  for (const selection of node.selections) {
    if (selection.kind === Kind.FIELD) {
      visitField(walk, selection, types, path);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      visit(walk, selection.selectionSet, within(selection.typeCondition?.name.value), path);
    } else {
      const fragment = walk.fragments.get(selection.name.value);
      if (!fragment) throw refused(`There is no fragment "${selection.name.value}".`);
      visit(walk, fragment.selectionSet, within(fragment.typeCondition.name.value), path);
    }
  }
}

function visitField(walk: Walk, node: FieldNode, types: Types, path: readonly string[]): void {
  const name = node.name.value;
  const alias = node.alias?.value;
  if (alias?.startsWith('__')) throw refused(`The alias "${alias}" is reserved.`);
  if (name.startsWith('__')) return;
  const place = [...path, alias ?? name];
  const returned = new Set<GraphQLObjectType>();
  for (const type of types) {
    const coordinate = `${type.name}.${name}`;
    if (!walk.reach.has(coordinate)) walk.reach.set(coordinate, place);
    const field = type.getFields()[name];
    const named = field && getNamedType(field.type);
    if (!isCompositeType(named)) continue;
    for (const one of objectTypes(walk.schema, named.name)) returned.add(one);
  }
  if (node.selectionSet) visit(walk, node.selectionSet, [...returned], place);
}
