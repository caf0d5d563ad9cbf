import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from '@apollo/server/plugin/disabled';
import type { SubgraphName } from '@shop/schema';
import { sdl } from '@shop/schema/sdl';
import { cacheControl, subgraphSchema } from '@shop/service';
import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isAbstractType,
  isEnumType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type TypeNode,
} from 'graphql';
import { expect, it } from 'vitest';
import type { GatewayContext } from '../context.ts';
import { createFederation } from '../execution/create-federation.ts';
import { withoutSecurityPurpose } from '../supergraph/load-supergraph.ts';

const quiet = ApolloServerPluginInlineTraceDisabled();
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Values of scalars that do not accept every text. */
const scalars: Readonly<Record<string, unknown>> = {
  ...{ Int: 1, Boolean: true },
  ...{ Date: '2026-03-01', TimeZone: 'UTC' },
};

/** Returns a value of a type: two elements of each list, and the first type and value of each choice. */
function filled(schema: GraphQLSchema, type: GraphQLOutputType): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [1, 2].map(() => filled(schema, nullable.ofType));
  if (isEnumType(nullable)) return nullable.getValues()[0]?.value;
  if (isAbstractType(nullable)) return { __typename: schema.getPossibleTypes(nullable)[0]?.name };
  if (isObjectType(nullable)) return { __typename: nullable.name };
  return { ...scalars, Float: 1, DateTime: new Date() }[nullable.name] ?? '1';
}

/** Returns the schema of a subgraph, whose every field has a value. */
function filledSchema(name: SubgraphName): GraphQLSchema {
  const schema = subgraphSchema(name, {});
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (!field.name.startsWith('_')) field.resolve = () => filled(schema, field.type);
    }
  }
  return schema;
}

/** Two servers of one subgraph: with the plugin of Apollo Server, and with ours. */
const servers = new Map(
  (Object.keys(sdl) as SubgraphName[]).map((name) => {
    const schema = filledSchema(name);
    return [
      name,
      [
        new ApolloServer({ schema, plugins: [quiet] }),
        new ApolloServer({
          schema,
          plugins: [quiet, ApolloServerPluginCacheControlDisabled(), cacheControl()],
        }),
      ] as const,
    ];
  }),
);

const headers = new Map<string, number>();

async function fetchFromBoth(
  name: SubgraphName,
  { request: { query = '', variables } }: GraphQLDataSourceProcessOptions,
) {
  const operation = { query, variables: { ...variables } };
  const [expected, actual] = await Promise.all(
    (servers.get(name) ?? []).map((server) => server.executeOperation(operation)),
  );
  const header = expected?.http.headers.get('cache-control') ?? '';
  expect({ query, header: actual?.http.headers.get('cache-control') }).toEqual({ query, header });
  headers.set(header, (headers.get(header) ?? 0) + 1);
  return expected?.body.kind === 'single' ? { ...expected.body.singleResult } : {};
}

/** Whether an operation needs an input object: these have too many rules. */
const needsInputObject = ({ variableDefinitions = [] }: OperationDefinitionNode): boolean =>
  variableDefinitions.some(({ type }) => /Input!$/.test(print(type)));

/** Returns a value for a variable that needs one, as JSON. */
function inputOf(type: TypeNode): unknown {
  if (type.kind !== Kind.NON_NULL_TYPE) return undefined;
  if (type.type.kind === Kind.LIST_TYPE) return [inputOf(type.type.type)];
  return scalars[type.type.name.value] ?? '1';
}

const examples = readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.graphql'));

it('subgraphs respond to the fetches of all example queries with the header of Apollo Server', async () => {
  const gateway = createFederation({
    supergraphSdl: withoutSecurityPurpose(
      readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8'),
    ),
    dataSource: ({ name }) => ({
      process: (options) => fetchFromBoth(name as SubgraphName, options),
    }),
  });
  const server = new ApolloServer<GatewayContext>({ gateway });
  // The files share fragments.
  const texts = examples.map((file) => readFileSync(join(root, 'examples', file), 'utf8'));
  const document = parse(texts.join('\n'));
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  for (const operation of operations)
    if (operation.operation === 'query' && !needsInputObject(operation))
      await run(print(document), operation);
  await server.stop();
  expect([...headers.keys()].sort()).toEqual([
    'max-age=5, public',
    'max-age=60, public',
    'no-store',
  ]);

  async function run(query: string, { name, variableDefinitions = [] }: OperationDefinitionNode) {
    const variables = Object.fromEntries(
      variableDefinitions.map(({ variable, type }) => [variable.name.value, inputOf(type)]),
    );
    const { body } = await server.executeOperation({
      query,
      variables,
      ...(name && { operationName: name.value }),
    });
    const errors = body.kind === 'single' ? body.singleResult.errors : undefined;
    expect({ operation: name?.value, errors }).toEqual({
      operation: name?.value,
      errors: undefined,
    });
  }
});
