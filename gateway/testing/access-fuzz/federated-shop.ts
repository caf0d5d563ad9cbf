import { LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { Viewer } from '@shop/schema';
import { defaultFieldResolver, type GraphQLSchema, isObjectType, parse } from 'graphql';
import { createFederation, type Federation } from '../../execution/create-federation.ts';
import { composeSupergraph } from '../compose-supergraph.ts';
import { type Operation, type Plugins, type Response, serveShielded } from '../serve-shielded.ts';
import { fuzzSubgraphs } from './subgraphs.ts';
import { createWorld, type Thing } from './world.ts';

/** A shop behind a shielded gateway, which records every field that a subgraph resolves. */
export type FederatedShop = {
  readonly schema: GraphQLSchema;
  /** `Type.field`, in order; callers empty it. */
  readonly resolved: string[];
  run(operation: Operation, viewer: Viewer | undefined): Promise<Response>;
  stop(): Promise<void>;
};

const world = createWorld();
type Required = Thing & { weight?: number; cost?: { amount: number } };

/** Computes the fields of sales from the fields that they require, as far as the gateway sends them. */
const fromRequired = ({ weight, cost }: Required) => ({
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
    const resolveReference = (reference: Thing) => ({
      ...world.entity(reference.__typename, reference.id ?? ''),
      ...(name === 'sales' &&
        reference.__typename === 'Product' &&
        fromRequired(reference as Required)),
    });
    type.extensions = { ...type.extensions, apollo: { subgraph: { resolveReference } } };
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue;
      field.resolve = (source, args, context, info) => {
        resolved.push(`${type.name}.${field.name}`);
        const isRoot = type === schema.getQueryType() || type === schema.getMutationType();
        return defaultFieldResolver(isRoot ? world.root : source, args, context, info);
      };
    }
  }
  return schema;
}

export async function createFederatedShop(
  plugins: Plugins = () => [],
  options: Pick<Federation, 'maxFetches' | 'onFetches'> = {},
): Promise<FederatedShop> {
  const resolved: string[] = [];
  let schema: GraphQLSchema | undefined;
  const gateway = createFederation({
    supergraphSdl: composeSupergraph(fuzzSubgraphs),
    dataSource: ({ name }) =>
      new LocalGraphQLDataSource(subgraphSchema(name as keyof typeof fuzzSubgraphs, resolved)),
    ...options,
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const server = await serveShielded(gateway, plugins);
  if (!schema) throw new Error('no schema');
  return { ...server, schema, resolved };
}
