import { GraphQLError } from 'graphql';
import type { Denials } from './ask-shield.ts';
import type { Asked, Policy } from './policy.ts';

/** RFC 6750, section 3: how a client learns what it lacks. */
const challenges = {
  401: 'Bearer',
  403: 'Bearer error="insufficient_scope"',
} as const;

const statusOf = (denials: Iterable<GraphQLError>): 401 | 403 =>
  [...denials].some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED') ? 401 : 403;

/** The errors of an answer in which everything is refused, with the HTTP status that says so. */
export function refusedWhole(errors: readonly GraphQLError[]): GraphQLError[] {
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

/** One error for each denied field, at the first place that names it. */
export const denialErrors = (policy: Policy, asked: Asked, denials: Denials): GraphQLError[] =>
  [...denials].map(
    ([coordinate, { message, extensions }]) =>
      new GraphQLError(message, { path: policy.firstPlace(asked, coordinate), extensions }),
  );

/** What cannot be judged is not run. */
export const unjudged = (
  code: 'OPERATION_RESOLUTION_FAILURE' | 'BAD_REQUEST' | 'SERVICE_UNAVAILABLE',
) => {
  const message = {
    OPERATION_RESOLUTION_FAILURE: 'No operation of the document has this name.',
    BAD_REQUEST: 'Subscriptions are not served here.',
    SERVICE_UNAVAILABLE: 'The schema is being changed. Try again.',
  }[code];
  const status = code === 'SERVICE_UNAVAILABLE' ? 503 : 400;
  return new GraphQLError(message, { extensions: { code, http: { status } } });
};
