import type { FieldNode, GraphQLSchema } from 'graphql';
import { foldOperation } from './fold.ts';
import type { ParsedOperation } from './operation-request.ts';

/** Counts the root fields that an operation may run, aliases and fragments included. */
export const countRootFields = (
  schema: GraphQLSchema,
  operation: ParsedOperation,
  counts: (field: FieldNode) => boolean = () => true,
): number =>
  foldOperation<number>(schema, operation, {
    field: (field) => (counts(field) ? 1 : 0),
    join: (parts) => parts.reduce((sum, part) => sum + part, 0),
  });
