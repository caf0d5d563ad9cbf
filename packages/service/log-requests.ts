import { randomUUID } from 'node:crypto';
import type { ApolloServerPlugin } from '@apollo/server';
import type { Request, RequestHandler, Response } from 'express';
import type { GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import type { Log } from './log.ts';
import { addToLogContext, type LogContext, withLogContext } from './log-context.ts';
import { activeSpan, addToSpan } from './telemetry/span.ts';

/** Segments of a path that may be tokens and keys. */
const longSegment = /[^/]{20,}/g;

/**
 * Logs one line for each request when its response has ended or its client has left. Every line that is logged
 * meanwhile has the request id too, which the client may choose (`x-request-id`) and receives, and the trace id, if the
 * request is traced.
 */
export const logRequests =
  (log: Pick<Log, 'info'>): RequestHandler =>
  (request, response, next) => {
    const start = performance.now();
    const requestId = newRequestId(request);
    response.locals['requestId'] = requestId;
    response.setHeader('x-request-id', requestId);
    const traceId = activeSpan()?.traceId;
    const context: LogContext = { requestId, ...(traceId && { traceId }) };
    response.once('close', () =>
      log.info(
        {
          ...context,
          method: request.method,
          path: pathOf(request),
          status: response.statusCode,
          ...(!response.writableFinished && { aborted: true }),
          ms: Math.round(performance.now() - start),
        },
        'request',
      ),
    );
    withLogContext(context, next);
  };

/** Returns the path without its query, which may contain variables, and without tokens and keys. */
const pathOf = ({ originalUrl }: Request): string =>
  (originalUrl.split('?')[0] ?? '').replace(longSegment, '...');

/** Returns the client's request id if it is well-formed, otherwise a new one. */
function newRequestId(request: Request): string {
  const id = request.get('x-request-id');
  return id && /^[\w.-]{8,64}$/.test(id) ? id : randomUUID();
}

/** Returns the id of a request that `logRequests` has seen. */
export const requestIdOf = ({ locals }: Pick<Response, 'locals'>): string => locals['requestId'];

/** Adds the name of an operation to the line of its request. */
export function logOperation(operation: OperationDefinitionNode | undefined): void {
  const name = operation?.name?.value;
  if (name) addToLogContext({ operation: name });
  addToSpan({
    'graphql.operation.type': operation?.operation,
    'graphql.operation.name': name,
  });
}

/** Adds the codes of errors to the line of their request. */
export function logCodes(errors: readonly GraphQLFormattedError[]): void {
  const codes = new Set(errors.map(({ extensions }) => extensions?.['code']));
  if (codes.size > 0) addToLogContext({ codes: [...codes] });
}

/** Adds the name of the operation and the codes of its errors to the line of its request. */
export const logOperations: ApolloServerPlugin = {
  requestDidStart: async () => ({
    async didResolveOperation({ operation }) {
      logOperation(operation);
    },
    async willSendResponse({ response: { body } }) {
      logCodes(body.kind === 'single' ? (body.singleResult.errors ?? []) : []);
    },
  }),
};
