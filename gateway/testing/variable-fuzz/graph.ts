import { createServer } from 'node:http';
import { LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { scopes, type Viewer } from '@shop/schema';
import { createLog, scalars } from '@shop/service';
import {
  buildSchema,
  execute,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  parse,
  printSchema,
} from 'graphql';
import { Registry } from 'prom-client';
import type { GatewayContext } from '../../context.ts';
import { createFederation } from '../../execution/create-federation.ts';
import { createGraphqlServer } from '../../http/graphql-server.ts';
import { createGatewayMeter } from '../../metrics/gateway-meter.ts';
import { createRateLimits } from '../../rate-limit/rate-limits.ts';
import { createSubscriptionGateway } from '../../subscriptions/subscription-gateway.ts';
import { authenticateByName, testEnv } from '../test-gateway.ts';

const samples: Readonly<Record<string, unknown>> = { Int: 1, Float: 1.5, Boolean: true };

/** Returns some value of a type; a list has one item. */
function sampleOf(schema: GraphQLSchema, type: GraphQLOutputType): unknown {
  if (isNonNullType(type)) return sampleOf(schema, type.ofType);
  if (isListType(type)) return [sampleOf(schema, type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isAbstractType(type)) return { __typename: schema.getPossibleTypes(type)[0]?.name };
  return isObjectType(type) ? { __typename: type.name, id: 'x' } : (samples[type.name] ?? 'x');
}

/** Returns the schema of a subgraph that answers every field with some value, and calls `onField`. */
function subgraphOf(sdl: string, onField: () => void): GraphQLSchema {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl) });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    const resolveReference = (reference: object) => reference;
    type.extensions = { ...type.extensions, apollo: { subgraph: { resolveReference } } };
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue;
      field.resolve = () => {
        onField();
        return sampleOf(schema, field.type);
      };
    }
  }
  return schema;
}

const root: Viewer = {
  id: 'root',
  email: 'root@shop.example',
  emailVerified: true,
  roles: ['ADMIN'],
  scopes: new Set(scopes),
  sessionId: 's',
};

/**
 * Starts a gateway with all its checks, in this process and without HTTP, over subgraphs that answer every
 * field. `accepts` asks graphql-js alone whether it would execute an operation with these variables.
 */
export async function startGraph(
  supergraphSdl: string,
  subgraphs: Readonly<Record<string, string>>,
) {
  const env = testEnv({
    RATE_LIMIT_SIGN_INS: '0',
    RATE_LIMIT_CREDENTIALS: '0',
    RATE_LIMIT_ORDERS: '0',
    OPERATION_MAX_COST: String(2 ** 50),
  });
  const errors: string[] = [];
  const log = createLog('gateway', 'warn', { write: (line) => void errors.push(line) });
  let fields = 0;
  const gateway = createFederation({
    supergraphSdl,
    dataSource: ({ name }) =>
      new LocalGraphQLDataSource(subgraphOf(subgraphs[name] ?? '', () => void fields++)),
  });
  let schema: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = withScalars(buildSchema(printSchema(apiSchema)));
  });
  const server = createGraphqlServer({
    meter: createGatewayMeter(new Registry()),
    env,
    log,
    gateway,
    authenticate: authenticateByName,
    rateLimits: createRateLimits(env),
    store: undefined,
    subscribed: new Set(),
    httpServer: createServer(),
    subscriptions: createSubscriptionGateway(),
    resend: undefined,
  });
  await server.start();
  if (!schema) throw new Error('no schema');
  const api = schema;
  return {
    schema: api,
    stop: () => server.stop(),
    async run(
      query: string,
      variables: Record<string, unknown>,
      as: 'root' | 'anonymous' = 'root',
    ) {
      fields = 0;
      errors.length = 0;
      const viewer = as === 'root' ? root : undefined;
      const contextValue = { viewer, requestId: 'r' } as GatewayContext;
      const { body, http } = await server.executeOperation({ query, variables }, { contextValue });
      if (body.kind !== 'single') throw new Error('incremental');
      const result = body.singleResult;
      return { result, status: http.status, fields, logged: [...errors] };
    },
    async accepts(query: string, variables: Record<string, unknown>): Promise<boolean> {
      const result = await execute({
        schema: api,
        document: parse(query),
        variableValues: variables,
        fieldResolver: (_source, _args, _context, info) => sampleOf(api, info.returnType),
      });
      return !result.errors?.some(({ message }) => /^(Variable|Argument) "/.test(message));
    },
  };
}
export type Graph = Awaited<ReturnType<typeof startGraph>>;

/** Adds the shop's scalars to a schema that was printed. */
function withScalars(schema: GraphQLSchema): GraphQLSchema {
  for (const { name, parseValue, parseLiteral } of Object.values(scalars)) {
    const type = schema.getType(name);
    if (isScalarType(type)) Object.assign(type, { parseValue, parseLiteral });
  }
  return schema;
}
