import {
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { objectTypes, tooComplex } from './reach.ts';

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * Most selection sets of a cut document. Asking the types of an interface one by one copies what is
 * below it, level by level; a document that lives on that is refused.
 */
const maxSelectionSets = 5_000;

/**
 * The same document without the denied fields (`Type.field`). A field of an interface that only some
 * types deny is asked of the others one by one. `__typename` is asked everywhere: the types of the
 * result must be known, and no object may be left without a field. Other operations are dropped.
 */
export function cutDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  denied: ReadonlySet<string>,
): { readonly document: DocumentNode; readonly operation: OperationDefinitionNode } {
  const returnType = (parent: string, field: string): string => {
    const type = schema.getType(parent);
    const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    return fields[field] ? getNamedType(fields[field].type).name : '';
  };

  const cutField = (field: FieldNode, parent: string): SelectionNode[] => {
    const name = field.name.value;
    if (name.startsWith('__')) return [field];
    const whole = (type: string): FieldNode =>
      field.selectionSet
        ? { ...field, selectionSet: cut(field.selectionSet, returnType(type, name)) }
        : field;
    const types = objectTypes(schema, parent);
    const allowed = types.filter((type) => !denied.has(`${type.name}.${name}`));
    if (allowed.length === types.length) return [whole(parent)];
    return allowed.map((type) => ({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
      selectionSet: { kind: Kind.SELECTION_SET, selections: [whole(type.name)] },
    }));
  };

  let size = 0;
  const cut = (node: SelectionSetNode, parent: string): SelectionSetNode => {
    if (++size > maxSelectionSets) throw tooComplex();
    const kept = node.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
      if (selection.kind === Kind.FIELD) return cutField(selection, parent);
      const condition = selection.typeCondition?.name.value ?? parent;
      return [{ ...selection, selectionSet: cut(selection.selectionSet, condition) }];
    });
    return { ...node, selections: [typename, ...kept] };
  };

  const root = schema.getRootType(operation.operation)?.name ?? '';
  const kept = { ...operation, selectionSet: cut(operation.selectionSet, root) };
  const definitions = document.definitions.flatMap((node): DefinitionNode[] => {
    if (node === operation) return [kept];
    if (node.kind !== Kind.FRAGMENT_DEFINITION) return [];
    const condition = node.typeCondition.name.value;
    return [{ ...node, selectionSet: cut(node.selectionSet, condition) }];
  });
  return { document: { ...document, definitions }, operation: kept };
}
