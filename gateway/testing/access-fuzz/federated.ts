import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { Viewer } from '@shop/schema';
import {
  defaultFieldResolver,
  type ExecutionResult,
  type GraphQLSchema,
  isObjectType,
  parse,
} from 'graphql';
import type { Policy } from '../../access/policy.ts';
import { shielded } from '../../access/shielded-gateway.ts';
import type { GatewayContext } from '../../context.ts';
import { createWorld, type Thing } from './data.ts';
import { fuzzSubgraphs } from './subgraphs.ts';
import { composed } from './supergraph.ts';

export type Operation = {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
};

export type Answer = ExecutionResult & {
  readonly status: number | undefined;
  readonly headers: ReadonlyMap<string, string>;
};

/** A shop behind a shielded gateway, which notes every field that a subgraph resolves. */
export type Federated = {
  readonly schema: GraphQLSchema;
  /** `Type.field`, in order; emptied by the caller. */
  readonly resolved: string[];
  run(operation: Operation, viewer: Viewer | undefined): Promise<Answer>;
  stop(): Promise<void>;
};

const world = createWorld();
const half = (value: unknown) => value as Thing & { weight?: number; cost?: { amount: number } };

/** What sales computes from the fields it requires, and only from those it is sent. */
const fromRequired = ({ weight, cost }: ReturnType<typeof half>) => ({
  shippingCost: weight == null ? null : weight * 2,
  margin: cost?.amount ?? null,
});

export function subgraphSchema(
  name: keyof typeof fuzzSubgraphs,
  resolved: string[],
): GraphQLSchema {
  const typeDefs = parse(fuzzSubgraphs[name]);
  const schema = buildSubgraphSchema({ typeDefs });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    const reference = (ref: Thing) => ({
      ...world.entity(ref.__typename, ref.id ?? ''),
      ...(name === 'sales' && ref.__typename === 'Product' && fromRequired(half(ref))),
    });
    type.extensions = { ...type.extensions, apollo: { subgraph: { resolveReference: reference } } };
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue;
      field.resolve = (source, args, context, info) => {
        resolved.push(`${type.name}.${field.name}`);
        const from = type === schema.getQueryType() || type === schema.getMutationType();
        return defaultFieldResolver(from ? world.root : source, args, context, info);
      };
    }
  }
  return schema;
}

/** What stands beside the shield in a server, and may look at its policy. */
export type Plugins = (policy: () => Policy | undefined) => ApolloServerPlugin<GatewayContext>[];

/** An Apollo Server on a shielded gateway, asked without HTTP. */
export async function serve(inner: ApolloGateway, plugins: Plugins = () => []) {
  const { gateway, plugin, policy } = shielded(inner);
  const server = new ApolloServer<GatewayContext>({
    gateway,
    plugins: [plugin, ...plugins(policy)],
    includeStacktraceInErrorResponses: false,
  });
  await server.start();
  return {
    stop: () => server.stop(),
    async run(operation: Operation, viewer: Viewer | undefined): Promise<Answer> {
      const contextValue = { viewer, requestId: 'r' } as GatewayContext;
      const { body, http } = await server.executeOperation(operation, { contextValue });
      if (body.kind !== 'single') throw new Error('incremental');
      const { status, headers } = http;
      return { ...(body.singleResult as ExecutionResult), status, headers };
    },
  };
}

export async function createFederated(plugins: Plugins = () => []): Promise<Federated> {
  const resolved: string[] = [];
  let schema: GraphQLSchema | undefined;
  const gateway = new ApolloGateway({
    supergraphSdl: composed(fuzzSubgraphs),
    buildService: ({ name }) =>
      new LocalGraphQLDataSource(subgraphSchema(name as keyof typeof fuzzSubgraphs, resolved)),
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const server = await serve(gateway, plugins);
  if (!schema) throw new Error('no schema');
  return { ...server, schema, resolved };
}
