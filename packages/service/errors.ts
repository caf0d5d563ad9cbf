import type { ErrorCode } from '@shop/schema';
import { GraphQLError, type GraphQLErrorOptions } from 'graphql';

/** Returns a GraphQL error with a code that clients may read. The only way to make one. */
export const graphqlError = (
  code: ErrorCode,
  message: string,
  options: GraphQLErrorOptions = {},
): GraphQLError =>
  new GraphQLError(message, { ...options, extensions: { ...options.extensions, code } });

export const unauthenticated = () => graphqlError('UNAUTHENTICATED', 'Sign in first.');

export const forbidden = () => graphqlError('FORBIDDEN', 'You may not do this.');

/** The request is invalid in a way that the schema's types cannot express. */
export const badUserInput = (message: string) => graphqlError('BAD_USER_INPUT', message);

/** A dependency of the response is unavailable. */
export const unavailable = (message: string) => graphqlError('SERVICE_UNAVAILABLE', message);

/** The body of an HTTP response that no GraphQL operation produced. */
export const errorBody = (code: ErrorCode, message: string) => ({
  errors: [{ message, extensions: { code } }],
});
