import type { ErrorCode } from '@shop/schema';
import { graphqlError } from '@shop/service';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

export type FormatError = (
  error: GraphQLFormattedError,
  original: unknown,
) => GraphQLFormattedError;

/** Returns an error as clients see it. */
export function formatFor(formatError: FormatError, error: unknown): GraphQLFormattedError {
  const known =
    error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
  return formatError(known.toJSON(), known);
}

/** Returns an error that refuses a whole operation, with the HTTP status of the response. */
export const operationError = (code: ErrorCode, message: string, status = 400): GraphQLError =>
  graphqlError(code, message, { extensions: { http: { status } } });

/** Refuses an operation that exceeds a limit. The message names the limit. */
export const queryTooComplex = (message: string) => operationError('QUERY_TOO_COMPLEX', message);
