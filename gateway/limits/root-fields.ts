import type { DocumentNode, FieldNode, OperationDefinitionNode } from 'graphql';
import { foldOperation } from './fold.ts';

/**
 * How many root fields an operation runs, aliases and fragments included; only those that `counts`
 * says yes to. `@skip` and `@include` are not looked at: what could run counts.
 */
export const countRootFields = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  counts: (field: FieldNode) => boolean = () => true,
): number =>
  foldOperation<number>(document, operation, {
    field: (field) => (counts(field) ? 1 : 0),
    join: (parts) => parts.reduce((sum, part) => sum + part, 0),
  });
