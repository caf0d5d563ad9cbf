import type { Supergraph } from '@shop/schema/supergraph';
import {
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
} from 'graphql';
import { foldOperation } from '../operation/fold.ts';
import type { ParsedOperation } from '../operation/operation-request.ts';
import { fieldOf, objectTypes } from '../operation/schema-types.ts';
import { pageSize } from './page-size.ts';

/** Items assumed for a list that takes no size and declares none, such as errors of an input. */
const assumedSize = 5;
/** The fields of a connection that hold the items of its page. */
const pageFields = ['nodes', 'edges'];

/** Objects in a selection set: those that exist once, and those that exist for each item of the page. */
type Cost = { readonly once: number; readonly perItem: number };
const free: Cost = { once: 0, perItem: 0 };
const sum = (costs: readonly Cost[]): Cost =>
  costs.reduce((a, b) => ({ once: a.once + b.once, perItem: a.perItem + b.perItem }), free);

type Variables = Readonly<Record<string, unknown>>;

/** Returns the items that count for a list without size arguments. */
export type ListSizes = (parent: GraphQLNamedType, field: string) => number;

/** Reads the sizes of lists (`@listSize`): the largest of the types that the parent can stand for. */
export const listSizesOf =
  (schema: GraphQLSchema, supergraph: Supergraph): ListSizes =>
  (parent, field) => {
    const sizes = objectTypes(schema, parent.name).flatMap(
      ({ name }) => supergraph.get(name)?.fields.get(field)?.assumedSize ?? [],
    );
    return sizes.length > 0 ? Math.max(...sizes) : assumedSize;
  };

/**
 * Returns the number of objects that an operation may have to fetch: one for each field of object type,
 * times the sizes of the lists around it. Introspection is free. Linear in the document. `variables` are
 * coerced; only page sizes need to be there.
 */
export function costOf(
  schema: GraphQLSchema,
  listSizes: ListSizes,
  operation: ParsedOperation,
  variables: Variables,
): number {
  const { once, perItem } = foldOperation<Cost>(schema, operation, {
    field: (node, inner, parent) =>
      parent ? fieldCost(node, inner, parent, listSizes, variables) : free,
    join: sum,
  });
  return once + perItem * assumedSize;
}

function fieldCost(
  node: FieldNode,
  inner: Cost,
  parent: GraphQLNamedType,
  listSizes: ListSizes,
  variables: Variables,
): Cost {
  const name = node.name.value;
  const field = fieldOf(parent, name);
  if (!field || !isCompositeType(getNamedType(field.type))) return free;
  const size = pageSize(field, node, variables);
  const each = 1 + inner.once + inner.perItem * (size ?? assumedSize);
  if (!isListType(getNullableType(field.type))) return { once: each, perItem: 0 };
  if (size !== undefined) return { once: size * each, perItem: 0 };
  if (pageFields.includes(name)) return { once: 0, perItem: each };
  return { once: listSizes(parent, name) * each, perItem: 0 };
}
