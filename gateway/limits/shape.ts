import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { foldOperation } from './fold.ts';

/** What can be said of an operation without a schema and without its variables. */
export type Shape = {
  /** Fields on the longest way down. Introspection counts 1: graphql-js bounds its depth itself. */
  readonly depth: number;
  readonly aliases: number;
  /** A response key beginning with `__` that a client would take for introspection. */
  readonly reservedAlias: string | undefined;
};

const nothing: Shape = { depth: 0, aliases: 0, reservedAlias: undefined };

/** Depth and aliases of an operation with all fragments spread out, in linear time. */
export const shapeOf = (document: DocumentNode, operation: OperationDefinitionNode): Shape =>
  foldOperation<Shape>(document, operation, {
    field: ({ name, alias }, inner) => ({
      depth: 1 + (name.value.startsWith('__') ? 0 : inner.depth),
      aliases: inner.aliases + (alias ? 1 : 0),
      reservedAlias: alias?.value.startsWith('__') ? alias.value : inner.reservedAlias,
    }),
    join: (parts) =>
      parts.reduce(
        (sum, part) => ({
          depth: Math.max(sum.depth, part.depth),
          aliases: sum.aliases + part.aliases,
          reservedAlias: sum.reservedAlias ?? part.reservedAlias,
        }),
        nothing,
      ),
  });
