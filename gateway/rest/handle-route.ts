import type { ApolloServer } from '@apollo/server';
import type { Request, RequestHandler, Response } from 'express';
import type { FormattedExecutionResult } from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { RestOperation } from './compile-operation.ts';
import type { CompiledRoute } from './compile-routes.ts';
import { entityTagOf, isKnown } from './entity-tag.ts';
import { invalidRequest, notFoundProblem } from './errors.ts';
import { deprecationHeaders, pageLinks, successorLinks } from './links.ts';
import { namesIn } from './operation-parameters.ts';
import { readVariables } from './read-variables.ts';
import { bodyOf, type RestBody } from './respond.ts';
import { apiRoot, isChoice } from './route.ts';

type Json = Record<string, unknown>;

export type RouteOptions = {
  readonly apollo: ApolloServer<GatewayContext>;
  readonly contextOf: (request: Request, response: Response) => Promise<GatewayContext>;
};

/** Returns the operation of a request, and the rest of its body. */
function operationOf(
  { document, operations }: CompiledRoute,
  body: Json,
): { operation: RestOperation; body: Json } {
  if (!isChoice(document)) {
    const operation = operations.get('');
    if (!operation) throw notFoundProblem();
    return { operation, body };
  }
  const { [document.field]: value, ...others } = body;
  const operation = typeof value === 'string' ? operations.get(value) : undefined;
  if (operation) return { operation, body: others };
  const choices = [...operations.keys()].join(', ');
  throw invalidRequest([{ pointer: `#/${document.field}`, detail: `Expected one of ${choices}.` }]);
}

/** Runs an operation as `/graphql` does, with the same checks. Copies its headers to the response. */
async function run(
  apollo: ApolloServer<GatewayContext>,
  { text, name }: RestOperation,
  variables: Json,
  contextValue: GatewayContext,
  response: Response,
): Promise<FormattedExecutionResult<Json>> {
  const request = { query: text, operationName: name, variables };
  const { body, http } = await apollo.executeOperation(request, { contextValue });
  for (const [header, value] of http.headers) response.setHeader(header, value);
  if (body.kind !== 'single') throw new Error('A document of REST is not delivered in parts.');
  return body.singleResult as FormattedExecutionResult<Json>;
}

/** Fills the names in braces with values of the body: `/users/{user.id}`. */
const locationOf = (template: string, body: RestBody): string =>
  namesIn(template).reduce((path, name) => {
    const value = name.split('.').reduce<unknown>((at, key) => (at as Json)[key], body);
    return path.replace(`{${name}}`, encodeURIComponent(String(value)));
  }, apiRoot + template);

/** Whether the name in the path is a former one. */
const isRenamed = ({ renamed }: CompiledRoute, { params }: Request, body: RestBody): boolean =>
  renamed !== undefined && body[renamed] !== params[renamed];

function send(request: Request, response: Response, route: CompiledRoute, body?: RestBody): void {
  if (!body) return void response.status(204).end();
  const tag = entityTagOf(body);
  response.set('etag', tag);
  for (const link of pageLinks(request.originalUrl, body)) response.append('link', link);
  if (route.method === 'GET' && isKnown(request.get('if-none-match'), tag)) {
    return void response.status(304).end();
  }
  if (isRenamed(route, request, body)) response.status(301).location(locationOf(route.path, body));
  if (route.created) response.status(201).location(locationOf(route.created, body));
  response.json(body);
}

/** Returns the handler of one route. A request is authenticated before its parts are judged. */
export const handleRoute =
  (route: CompiledRoute, { apollo, contextOf }: RouteOptions): RequestHandler =>
  async (request, response) => {
    const { deprecated } = route;
    if (deprecated) {
      response.set(deprecationHeaders(deprecated));
      for (const link of successorLinks(deprecated)) response.append('link', link);
    }
    const context = await contextOf(request, response);
    const { operation, body } = operationOf(route, (request.body ?? {}) as Json);
    const variables = readVariables(operation, {
      path: request.params,
      search: request.originalUrl.split('?', 2)[1] ?? '',
      header: (name) => request.get(name),
      body,
    });
    const result = await run(apollo, operation, variables, context, response);
    send(request, response, route, bodyOf(route, operation, context, result));
  };
