import {
  type DefinitionNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { queryTooComplex } from '../operation/errors.ts';
import type { ParsedOperation } from '../operation/operation-request.ts';
import { objectTypes, returnType } from '../operation/schema-types.ts';

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * Maximum number of selection sets of a filtered document. Selecting the types of an interface one by one
 * copies what is below it, level by level; a document that multiplies this way is refused.
 */
const maxSelectionSets = 5_000;

/**
 * Returns the operation without the denied fields (`Type.field`). A field of an interface that only some
 * types deny is selected on the others one by one. `__typename` is selected everywhere: the types of the
 * result must be known, and no object may be left without a field. Drops other operations. Throws
 * QUERY_TOO_COMPLEX.
 */
export function filterDocument(
  schema: GraphQLSchema,
  { document, operation }: ParsedOperation,
  denied: ReadonlySet<string>,
): ParsedOperation {
  const filterField = (field: FieldNode, parent: string): SelectionNode[] => {
    const name = field.name.value;
    if (name.startsWith('__')) return [field];
    const on = (type: string): FieldNode => {
      if (!field.selectionSet) return field;
      const inner = returnType(schema.getType(type), name)?.name ?? '';
      return { ...field, selectionSet: filterSet(field.selectionSet, inner) };
    };
    const types = objectTypes(schema, parent);
    const allowed = types.filter((type) => !denied.has(`${type.name}.${name}`));
    if (allowed.length === types.length) return [on(parent)];
    return allowed.map((type) => ({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
      selectionSet: { kind: Kind.SELECTION_SET, selections: [on(type.name)] },
    }));
  };

  let size = 0;
  const filterSet = (node: SelectionSetNode, parent: string): SelectionSetNode => {
    if (++size > maxSelectionSets) {
      const message = `The operation is too complex: filtered, it has over ${maxSelectionSets} selection sets.`;
      throw queryTooComplex(message);
    }
    const selections = node.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
      if (selection.kind === Kind.FIELD) return filterField(selection, parent);
      const condition = selection.typeCondition?.name.value ?? parent;
      return [{ ...selection, selectionSet: filterSet(selection.selectionSet, condition) }];
    });
    return { ...node, selections: [typename, ...selections] };
  };

  const root = schema.getRootType(operation.operation)?.name ?? '';
  const filtered = { ...operation, selectionSet: filterSet(operation.selectionSet, root) };
  const definitions = document.definitions.flatMap((node): DefinitionNode[] => {
    if (node === operation) return [filtered];
    if (node.kind !== Kind.FRAGMENT_DEFINITION) return [];
    const condition = node.typeCondition.name.value;
    return [{ ...node, selectionSet: filterSet(node.selectionSet, condition) }];
  });
  return { document: { ...document, definitions }, operation: filtered };
}
