import { createHash } from 'node:crypto';
import { type DocumentNode, type OperationDefinitionNode, visit } from 'graphql';
import type { OperationRequest } from '../operation/operation-request.ts';

/** Whether a document defers anything. */
export function hasDefer(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Directive: ({ name }) => {
      found ||= name.value === 'defer';
    },
  });
  return found;
}

/** Returns the same operation, with nothing deferred. */
export function withoutDefer<R extends OperationRequest>(request: R): R {
  const { document, operation, queryHash } = request;
  const whole: DocumentNode = visit(document, {
    Directive: ({ name }) => (name.value === 'defer' ? null : undefined),
  });
  if (whole === document) return request;
  const index = document.definitions.indexOf(operation);
  return {
    ...request,
    document: whole,
    operation: whole.definitions[index] as OperationDefinitionNode,
    queryHash: createHash('sha256').update(`whole ${queryHash}`).digest('hex'),
  };
}
