export { cacheControl } from './cache-control/cache-control.ts';
export { limitMaxAge } from './cache-control/limit-max-age.ts';
export { defineService, type RunningService } from './define-service.ts';
export { createDocumentStore } from './document-store.ts';
export * from './env.ts';
export {
  badUserInput,
  errorBody,
  forbidden,
  graphqlError,
  unauthenticated,
  unavailable,
} from './errors.ts';
export { createFieldLoader } from './field-loader.ts';
export { formatErrors } from './format-errors.ts';
export { type Fragments, fragmentsOf } from './fragments.ts';
export { notFound, serverError } from './http-errors.ts';
export { createHttpServer, httpTimeouts } from './http-server.ts';
export * from './internal-token.ts';
export { jsonBody } from './json-body.ts';
export * from './jwks.ts';
export { createLog, type Log } from './log.ts';
export { addToLogContext, withLogContext } from './log-context.ts';
export { logOperations, logRequests, requestIdOf } from './log-requests.ts';
export { type Database, openDatabase } from './open-database.ts';
export { isLocalOrigin, originList } from './origins.ts';
export * from './paging/connection.ts';
export { hasScopes, isAuthenticated, type OwnRules, objectRule, rulesOf } from './permissions.ts';
export { bytesOf, rawBody } from './raw-body.ts';
export { mutationPayload, parseArguments, toUserError } from './refusals.ts';
export { repeat } from './repeat.ts';
export { run } from './run.ts';
export { scalars } from './scalars.ts';
export * from './serve-subgraph.ts';
export { createService, type Service } from './service.ts';
export { allow, and, applyMiddleware, deny, shield } from './shield.ts';
export { subgraphSchema } from './subgraph-schema.ts';
export { toUserErrorDetails } from './user-error-details.ts';
export { createVerifiedTokens, maxTokenLength, type VerifiedToken } from './verified-tokens.ts';
