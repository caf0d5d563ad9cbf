export { createCleaner, type Kept, keptKeys } from './clean-rows.ts';
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
export { notFound, serverError } from './http-errors.ts';
export { createHttpServer, httpTimeouts } from './http-server.ts';
export * from './internal-token.ts';
export { jsonBody } from './json-body.ts';
export * from './jwks.ts';
export { limitMaxAge } from './limit-max-age.ts';
export { createLog, type Log } from './log.ts';
export * from './paging/connection.ts';
export { hasScopes, isAuthenticated, type OwnRules, objectRule, rulesOf } from './permissions.ts';
export { createPostgresPool } from './postgres-pool.ts';
export { bytesOf, rawBody } from './raw-body.ts';
export { mutationPayload, parseArguments } from './refusals.ts';
export { createRemembered } from './remembered.ts';
export { repeat } from './repeat.ts';
export { scalars } from './scalars.ts';
export * from './serve-subgraph.ts';
export { createServiceProcess, type ServiceProcess } from './service-process.ts';
export { allow, and, applyMiddleware, deny, shield } from './shield.ts';
export { createStatementNames } from './statement-names.ts';
export { subgraphSchema } from './subgraph-schema.ts';
