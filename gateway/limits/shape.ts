import type { GraphQLSchema } from 'graphql';
import { foldOperation } from '../operation/fold.ts';
import type { ParsedOperation } from '../operation/operation-request.ts';

export type Shape = {
  /** Fields on the longest path. Introspection counts 1: graphql-js itself bounds its depth. */
  readonly depth: number;
  readonly aliases: number;
  readonly fields: number;
};

const empty: Shape = { depth: 0, aliases: 0, fields: 0 };

/** Returns depth, aliases and fields of an operation with all fragments expanded, in linear time. */
export const shapeOf = (schema: GraphQLSchema, operation: ParsedOperation): Shape =>
  foldOperation<Shape>(schema, operation, {
    field: ({ name, alias }, inner) => ({
      depth: 1 + (name.value.startsWith('__') ? 0 : inner.depth),
      aliases: inner.aliases + (alias ? 1 : 0),
      fields: inner.fields + 1,
    }),
    join: (parts) =>
      parts.reduce(
        (sum, part) => ({
          depth: Math.max(sum.depth, part.depth),
          aliases: sum.aliases + part.aliases,
          fields: sum.fields + part.fields,
        }),
        empty,
      ),
  });
