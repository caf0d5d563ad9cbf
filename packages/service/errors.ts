import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { Refusal, type RefusalReason } from '@shop/schema';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Log } from './log.ts';

export const unauthenticated = () =>
  new GraphQLError('Sign in first.', { extensions: { code: 'UNAUTHENTICATED' } });

export const forbidden = () =>
  new GraphQLError('You may not do this.', { extensions: { code: 'FORBIDDEN' } });

/** The request itself is wrong, in a way the schema's types cannot say. */
export const badInput = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/** Codes that are meant for clients; every other error is hidden behind an id. */
const publicCodes = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'RATE_LIMITED',
  'SERVICE_UNAVAILABLE',
  'UNAUTHENTICATED',
]);

/**
 * Errors as clients see them: message, place and code. Unknown ones become an id that is in the log;
 * one that a subgraph has hidden already keeps its id.
 */
export const formatErrors =
  (log: Log) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { message, path, locations, extensions } = formatted;
    const at = { ...(locations && { locations }), ...(path && { path }) };
    const code = extensions?.['code'];
    if (typeof code === 'string' && publicCodes.has(code)) {
      return { message, ...at, extensions: { code } };
    }
    if (typeof extensions?.['errorId'] === 'string') return hidden(extensions['errorId'], at);
    const errorId = randomUUID();
    log.error({ err: unwrapResolverError(error), errorId, path }, 'internal error');
    return hidden(errorId, at);
  };

/** An error nobody expected, as clients see it: the id under which it is in the log. */
export const hidden = (
  errorId: string,
  at: Pick<GraphQLFormattedError, 'path' | 'locations'> = {},
): GraphQLFormattedError => ({
  message: `Something went wrong on our side. Quote ${errorId} when you ask about it.`,
  ...at,
  extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
});

/** The body of an HTTP answer that no GraphQL operation has made. */
export const errorBody = (code: string, message: string) => ({
  errors: [{ message, extensions: { code } }],
});

type UserError = Omit<RefusalReason, 'field'> & { readonly field: string[] | null };

/** Runs a mutation: its result with no `userErrors`, or the reasons of a refusal and nothing else. */
export async function answer<T extends object>(
  work: () => Promise<T>,
): Promise<Partial<T> & { userErrors: UserError[] }> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      userErrors: error.reasons.map(({ code, message, field }) => ({
        code,
        message,
        field: field ? [...field] : null,
      })),
    } as Partial<T> & { userErrors: UserError[] };
  }
}
