import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

export type Folding<T> = {
  /** A field, given what its own selections came to. */
  field(node: FieldNode, inner: T): T;
  /** A selection set; nothing for a leaf. */
  join(parts: readonly T[]): T;
};

/**
 * Folds an operation from its leaves to its root. Each fragment is folded once however often it is
 * spread, so the time is linear in the document where the spread-out operation is exponential.
 */
export function foldOperation<T>(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { field, join }: Folding<T>,
): T {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    fragments.set(definition.name.value, definition.selectionSet);
  }
  const folded = new Map<string, T>();
  const fold = (set: SelectionSetNode | undefined): T =>
    join(
      (set?.selections ?? []).map((selection) => {
        if (selection.kind === Kind.FIELD) return field(selection, fold(selection.selectionSet));
        if (selection.kind === Kind.INLINE_FRAGMENT) return fold(selection.selectionSet);
        return spread(selection.name.value);
      }),
    );
  const spread = (name: string): T => {
    const known = folded.get(name);
    if (known !== undefined) return known;
    // A fragment that spreads itself is refused by validation; here it must only end.
    folded.set(name, join([]));
    const result = fold(fragments.get(name));
    folded.set(name, result);
    return result;
  };
  return fold(operation.selectionSet);
}
