import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { Refusal, type RefusalReason } from '@shop/domain';
import { errorCodes } from '@shop/schema';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Log } from './log.ts';

export const unauthenticated = () =>
  new GraphQLError('Sign in first.', { extensions: { code: 'UNAUTHENTICATED' } });

export const forbidden = () =>
  new GraphQLError('You may not do this.', { extensions: { code: 'FORBIDDEN' } });

/** The request itself is wrong, in a way the schema's types cannot say. */
export const badInput = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/** Reads the arguments of a query, which has no `userErrors`: a refusal becomes BAD_USER_INPUT. */
export function readInput<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const faults = error.reasons.map(({ field, message }) => `\`${field?.join('.')}\` ${message}`);
    throw badInput(`${faults.join('; ')}.`);
  }
}

/** What the answer needs is away for now. */
export const unavailable = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'SERVICE_UNAVAILABLE' } });

const isPublic = (code: unknown): code is string =>
  typeof code === 'string' && Object.hasOwn(errorCodes, code);

/** Apollo Server refuses some requests with a status and no code. */
const isBadRequest = (error: unknown): boolean => {
  const http = error instanceof GraphQLError ? error.extensions['http'] : undefined;
  return (http as { status?: number } | undefined)?.status === 400;
};

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
    if (isPublic(code)) {
      return { message, ...at, extensions: { code } };
    }
    if (isBadRequest(error)) return { message, ...at, extensions: { code: 'BAD_REQUEST' } };
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
