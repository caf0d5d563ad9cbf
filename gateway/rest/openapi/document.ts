import { readSupergraph } from '@shop/schema/supergraph';
import { type GraphQLSchema, parse } from 'graphql';
import type { CompiledRoute } from '../compile-routes.ts';
import { apiRoot } from '../route.ts';
import type { Components, Schema } from './components.ts';
import { operationOf } from './operation.ts';
import { problemSchema } from './problem-schema.ts';

const description = [
  'The shop for clients without GraphQL. Each route is a fixed document of the same graph, with the same access rules',
  'and limits. The body of a successful response may have `errors`: fields that are null because a part of the shop is',
  'unavailable.',
].join(' ');

const securitySchemes = {
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The `accessToken` of `POST /users/login`.',
  },
};

/** Returns the OpenAPI 3.1 document of these routes. */
export function openApiDocument(
  schema: GraphQLSchema,
  supergraphSdl: string,
  routes: readonly CompiledRoute[],
): Schema {
  const components: Components = new Map();
  const supergraph = readSupergraph(parse(supergraphSdl));
  const paths: Record<string, Record<string, Schema>> = {};
  for (const route of routes) {
    const operation = operationOf({ schema, supergraph, components }, route);
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation };
  }
  const problem = { schema: { $ref: '#/components/schemas/Problem' } };
  const sorted = [...components, ['Problem', problemSchema] as const].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1', description },
    servers: [{ url: apiRoot }],
    paths,
    components: {
      schemas: Object.fromEntries(sorted),
      responses: {
        Problem: {
          description: 'The request failed.',
          content: { 'application/problem+json': problem },
        },
      },
      securitySchemes,
    },
  };
}
