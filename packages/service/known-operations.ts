import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { Request, RequestHandler, Response } from 'express';
import {
  type DocumentNode,
  execute,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { cacheControlHeaders, notCached } from './cache-control/cache-control.ts';
import { charactersOf, maxCharacters } from './document-store.ts';
import { logCodes, logOperation } from './log-requests.ts';

export type KnownOperationsOptions<C extends BaseContext> = {
  readonly schema: GraphQLSchema;
  /** Creates the context of one request. */
  readonly contextOf: (request: Request, response: Response) => C;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
};

type Body = {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
};

/** Whether a part of a body is absent or an object: Apollo Server refuses others. */
const isOptionalObject = (value: unknown): value is object | null | undefined =>
  value == null || (typeof value === 'object' && !Array.isArray(value));

const isOptionalText = (value: unknown): value is string | null | undefined =>
  value == null || typeof value === 'string';

/**
 * Executes operations again that Apollo Server has validated and executed before, without it: parsing, validation and the
 * hooks of its plugins have no other outcome for the same text. Everything else is passed on to Apollo Server, and so are
 * variables that do not fit, of which nothing has run.
 */
export function knownOperations<C extends BaseContext>({
  schema,
  contextOf,
  formatError,
}: KnownOperationsOptions<C>): {
  readonly plugin: ApolloServerPlugin<C>;
  readonly handler: RequestHandler;
} {
  const cacheControlOf = cacheControlHeaders(schema);
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: maxCharacters,
    sizeCalculation: charactersOf,
  });

  /** Returns the operation of a request when it is known. */
  function find({ method, body }: Request) {
    const { query, operationName, variables } = (method === 'POST' && body ? body : {}) as Body;
    const document = typeof query === 'string' ? documents.get(query) : undefined;
    if (!document || !isOptionalText(operationName) || !isOptionalObject(variables))
      return undefined;
    const operation = getOperationAST(document, operationName);
    return operation ? { document, operation, variables: { ...variables } } : undefined;
  }

  return {
    plugin: {
      requestDidStart: async () => ({
        async didResolveOperation({ source, document }) {
          documents.set(source, document);
        },
      }),
    },
    async handler(request, response, next) {
      const known = find(request);
      if (!known) return next();
      const { document, operation, variables } = known;
      const contextValue = contextOf(request, response);
      logOperation(operation);
      const executed = await execute({
        ...{ schema, document, contextValue, variableValues: variables },
        operationName: operation.name?.value,
      });
      if (!('data' in executed)) return next();
      const errors = executed.errors?.map((error) => formatError(error.toJSON(), error));
      if (errors) logCodes(errors);
      const text = JSON.stringify(errors ? { errors, data: executed.data } : executed);
      const header = { document, operation, variables, context: contextValue };
      response.writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(text),
        'cache-control': errors ? notCached : cacheControlOf(header),
      });
      response.end(text);
    },
  };
}
