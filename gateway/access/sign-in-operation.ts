import type { GraphQLSchema } from 'graphql';
import type { ParsedOperation } from '../operation/operation-request.ts';
import { countRootFields } from '../operation/root-fields.ts';

/** Mutations that return an access token. */
export const sessionMutations: readonly string[] = ['register', 'login', 'refreshToken'];

/**
 * Whether an operation signs in and does nothing else, so that everything below its root field is fetched for the
 * viewer who has signed in (ADR 22). A root field behind `@skip` or `@include` counts: without it nothing runs.
 */
export function isSignInOperation(schema: GraphQLSchema, request: ParsedOperation): boolean {
  if (request.operation.operation !== 'mutation' || countRootFields(schema, request) !== 1) {
    return false;
  }
  const signIns = countRootFields(schema, request, ({ name }) =>
    sessionMutations.includes(name.value),
  );
  return signIns === 1;
}
