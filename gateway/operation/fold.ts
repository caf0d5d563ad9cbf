import { fragmentsOf } from '@shop/service';
import {
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { ParsedOperation } from './operation-request.ts';
import { returnType } from './schema-types.ts';

export type Folding<T> = {
  /** A field of the type `parent`, with the result of its own selections. */
  field(node: FieldNode, inner: T, parent: GraphQLNamedType | undefined): T;
  /** A selection set; a leaf joins nothing. */
  join(parts: readonly T[]): T;
};

/**
 * Folds an operation from its leaves to its root. Each fragment is folded once however often it is
 * spread, so the time is linear in the document where the expanded operation is exponential. Ignores
 * `@skip` and `@include`: whatever could run counts.
 */
export function foldOperation<T>(
  schema: GraphQLSchema,
  { document, operation }: ParsedOperation,
  { field, join }: Folding<T>,
): T {
  const fragments = fragmentsOf(document);
  const folded = new Map<string, T>();

  const fold = (set: SelectionSetNode | undefined, type: GraphQLNamedType | undefined): T =>
    join(
      (set?.selections ?? []).map((selection) => {
        if (selection.kind === Kind.FRAGMENT_SPREAD) return foldFragment(selection.name.value);
        if (selection.kind === Kind.FIELD) {
          const inner = fold(selection.selectionSet, returnType(type, selection.name.value));
          return field(selection, inner, type);
        }
        const condition = selection.typeCondition;
        return fold(
          selection.selectionSet,
          condition ? schema.getType(condition.name.value) : type,
        );
      }),
    );

  const foldFragment = (name: string): T => {
    const known = folded.get(name);
    if (known !== undefined) return known;
    // Validation refuses a fragment that spreads itself; this only ends the recursion.
    folded.set(name, join([]));
    const fragment = fragments.get(name);
    const condition = fragment?.typeCondition.name.value ?? '';
    const result = fold(fragment?.selectionSet, schema.getType(condition));
    folded.set(name, result);
    return result;
  };

  return fold(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
}
