import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { type ErrorCode, errorCodes } from '@shop/schema';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isCancelled, isUnavailable } from './is-unavailable.ts';
import type { Log } from './log.ts';
import { withoutValues } from './without-values.ts';

const isPublic = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCodes, code);

/** Apollo Server rejects some requests with a status and no code. */
const isBadRequest = (error: unknown): boolean => {
  const http = error instanceof GraphQLError ? error.extensions['http'] : undefined;
  return (http as { status?: number } | undefined)?.status === 400;
};

/** The seconds until the request may succeed, where the error has them. */
const waitOf = (extensions: GraphQLFormattedError['extensions']) =>
  typeof extensions?.['seconds'] === 'number' ? { seconds: extensions['seconds'] } : {};

/** Whether graphql-js itself refuses the values of arguments or variables, which it does without a code. */
const isInputFault = (error: unknown): boolean =>
  error instanceof GraphQLError &&
  error.originalError === undefined &&
  error.nodes !== undefined &&
  /^(Argument|Variable) "/.test(error.message);

/** Whether the request may succeed when a client repeats it: a database or broker is unavailable or busy. */
export const isTemporary = (error: unknown): boolean => isUnavailable(error) || isCancelled(error);

export const temporaryMessage = 'A dependency is unavailable. Try again.';

/** Logs the reason in one line without its stack: there is one for each request of an outage. */
export const logTemporary = (log: Pick<Log, 'warn'>, error: unknown, path?: unknown): void =>
  log.warn(
    { reason: error instanceof Error ? error.message : String(error), path },
    'a dependency is unavailable',
  );

/**
 * Formats errors for clients: message, path, locations, code and the seconds to wait. An error of a database or broker that is
 * unavailable becomes SERVICE_UNAVAILABLE, and an invalid argument BAD_USER_INPUT. Quotes no value. Replaces every
 * other error without a public code by an id and logs the error under that id; an error that a subgraph has masked
 * keeps its id.
 */
export const formatErrors =
  (log: Log) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { path, locations, extensions } = formatted;
    const message = withoutValues(formatted.message);
    const at = { ...(locations && { locations }), ...(path && { path }) };
    const code = extensions?.['code'];
    if (isPublic(code)) return { message, ...at, extensions: { code, ...waitOf(extensions) } };
    if (isBadRequest(error)) return { message, ...at, extensions: { code: 'BAD_REQUEST' } };
    if (typeof extensions?.['errorId'] === 'string') return maskedError(extensions['errorId'], at);
    const cause = unwrapResolverError(error);
    if (isInputFault(cause)) return { message, ...at, extensions: { code: 'BAD_USER_INPUT' } };
    if (isTemporary(cause)) {
      logTemporary(log, cause, path);
      return { message: temporaryMessage, ...at, extensions: { code: 'SERVICE_UNAVAILABLE' } };
    }
    const errorId = randomUUID();
    log.error({ err: cause, errorId, path }, 'internal error');
    return maskedError(errorId, at);
  };

/** An unexpected error as clients see it: the id under which it is logged, and nothing else. */
export const maskedError = (
  errorId: string,
  at: Pick<GraphQLFormattedError, 'path' | 'locations'> = {},
): GraphQLFormattedError => ({
  message: `Something went wrong on our side. Quote ${errorId} when you ask about it.`,
  ...at,
  extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
});
