import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { pageSize } from './page-size.ts';

/** Items assumed of a list that takes no size, such as the variants of a product. */
const assumedSize = 5;
/** Where a connection holds the items of its page. */
const pageFields = ['nodes', 'edges'];

/** Objects in a selection set: those that are there once, and those there for each item of the page. */
type Cost = { readonly once: number; readonly perItem: number };
const free: Cost = { once: 0, perItem: 0 };
const sum = (costs: readonly Cost[]): Cost =>
  costs.reduce((a, b) => ({ once: a.once + b.once, perItem: a.perItem + b.perItem }), free);

/**
 * Objects that an operation may have to fetch: one for each field of object type, times the sizes of
 * the lists around it. Introspection is free. Linear in the document: a fragment is counted once.
 * `variables` are coerced; those that are no sizes of pages may be left out.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const counted = new Map<string, Cost>();

  const ofSet = (set: SelectionSetNode | undefined, type: GraphQLNamedType | undefined): Cost =>
    sum((set?.selections ?? []).map((selection) => ofSelection(selection, type)));

  const ofSelection = (selection: SelectionNode, type: GraphQLNamedType | undefined): Cost => {
    if (selection.kind === Kind.FIELD) return ofField(selection, type);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    const condition = selection.typeCondition;
    return ofSet(selection.selectionSet, condition ? schema.getType(condition.name.value) : type);
  };

  const ofFragment = (name: string): Cost => {
    const known = counted.get(name);
    if (known) return known;
    counted.set(name, free);
    const fragment = fragments.get(name);
    const type = schema.getType(fragment?.typeCondition.name.value ?? '');
    const cost = ofSet(fragment?.selectionSet, type);
    counted.set(name, cost);
    return cost;
  };

  const ofField = (node: FieldNode, parent: GraphQLNamedType | undefined): Cost => {
    if (!isObjectType(parent) && !isInterfaceType(parent)) return free;
    const field = parent.getFields()[node.name.value];
    const type = field && getNamedType(field.type);
    if (!field || !isCompositeType(type)) return free;
    const size = pageSize(field, node, variables);
    const inner = ofSet(node.selectionSet, type);
    const each = 1 + inner.once + inner.perItem * (size ?? assumedSize);
    if (!isListType(getNullableType(field.type))) return { once: each, perItem: 0 };
    if (size !== undefined) return { once: size * each, perItem: 0 };
    if (pageFields.includes(node.name.value)) return { once: 0, perItem: each };
    return { once: assumedSize * each, perItem: 0 };
  };

  const root = schema.getRootType(operation.operation) ?? undefined;
  const { once, perItem } = ofSet(operation.selectionSet, root);
  return once + perItem * assumedSize;
}
