import { type Fragments, fragmentsOf } from '@shop/service';
import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { operationError, queryTooComplex } from '../operation/errors.ts';
import type { ParsedOperation } from '../operation/operation-request.ts';
import { objectTypes, returnType } from '../operation/schema-types.ts';

/**
 * Maximum number of pairs of a selection set and the object types it may apply to. Each pair is visited
 * once, so fragments that multiply cost no more than their text; real operations have dozens.
 */
const maxPairs = 20_000;

/** `Type.field` that an operation may select -> response keys that lead to its first place. */
export type Reach = ReadonlyMap<string, readonly string[]>;
type Types = readonly GraphQLObjectType[];

type Walk = {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
  readonly reach: Map<string, readonly string[]>;
  /** Selection set -> the sets of types it was visited with. */
  readonly visited: Map<SelectionSetNode, Set<string>>;
  pairs: number;
};

/**
 * Returns every (object type, field) that an operation can reach, whatever its `@skip` and `@include`
 * say: a condition never relaxes a check. Throws QUERY_TOO_COMPLEX for an operation beyond any sensible
 * size.
 */
export function reachOf(schema: GraphQLSchema, { document, operation }: ParsedOperation): Reach {
  const walk: Walk = {
    schema,
    fragments: fragmentsOf(document),
    reach: new Map(),
    visited: new Map(),
    pairs: 0,
  };
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
  if (++walk.pairs > maxPairs) {
    throw queryTooComplex(`The operation is too complex: it reaches over ${maxPairs} selections.`);
  }
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
      if (!fragment) throw unknownFragment(selection.name.value);
      visit(walk, fragment.selectionSet, within(fragment.typeCondition.name.value), path);
    }
  }
}

const unknownFragment = (name: string) =>
  operationError('GRAPHQL_VALIDATION_FAILED', `Unknown fragment "${name}".`);

function visitField(walk: Walk, node: FieldNode, types: Types, path: readonly string[]): void {
  const name = node.name.value;
  if (name.startsWith('__')) return;
  const place = [...path, node.alias?.value ?? name];
  const returned = new Set<GraphQLObjectType>();
  for (const type of types) {
    const coordinate = `${type.name}.${name}`;
    if (!walk.reach.has(coordinate)) walk.reach.set(coordinate, place);
    const inner = returnType(type, name)?.name ?? '';
    for (const one of objectTypes(walk.schema, inner)) returned.add(one);
  }
  if (node.selectionSet) visit(walk, node.selectionSet, [...returned], place);
}
