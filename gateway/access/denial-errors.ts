import { GraphQLError } from 'graphql';
import type { OperationRequest } from '../operation/operation-request.ts';
import type { AccessPolicy } from './policy.ts';
import type { Denials } from './shield-check.ts';

/** The challenge that names what the client lacks: RFC 6750, section 3. */
const challenges = {
  401: 'Bearer',
  403: 'Bearer error="insufficient_scope"',
} as const;

const statusOf = (errors: readonly GraphQLError[]): 401 | 403 =>
  errors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED') ? 401 : 403;

/** Adds the HTTP status and challenge of a response in which everything is denied. */
export function withStatus(errors: readonly GraphQLError[]): GraphQLError[] {
  const status = statusOf(errors);
  const http = { status, headers: new Map([['www-authenticate', challenges[status]]]) };
  return errors.map(
    (error) =>
      new GraphQLError(error.message, {
        ...(error.path && { path: error.path }),
        ...(error.nodes && { nodes: error.nodes }),
        extensions: { ...error.extensions, http },
      }),
  );
}

/** Returns one error for each denied field, at the first place where the operation selects it. */
export const denialErrors = (
  policy: AccessPolicy,
  request: OperationRequest,
  denials: Denials,
): GraphQLError[] =>
  [...denials].map(
    ([coordinate, { message, extensions }]) =>
      new GraphQLError(message, { path: policy.firstPath(request, coordinate), extensions }),
  );
