import { ApolloGateway, type GraphQLDataSource, type SupergraphSdlHook } from '@apollo/gateway';
import type { GatewayContext } from '../context.ts';
import { limitFetches, type OnFetches } from './limit-fetches.ts';
import { createViewerData } from './viewer-data.ts';

/**
 * Approximate size of the cached query plans, in MiB: some 4,000 plans. An operation has one plan for each
 * set of denied fields. Apollo Gateway's default is 30.
 */
const planCacheMiB = 10;

export type SubgraphDefinition = { readonly name: string; readonly url?: string | undefined };

export type Federation = {
  /** The supergraph, or how to load and reload it. */
  readonly supergraphSdl: string | SupergraphSdlHook;
  readonly dataSource: (subgraph: SubgraphDefinition) => GraphQLDataSource<GatewayContext>;
  /** Fetches of one query plan at most. */
  readonly maxFetches?: number;
  readonly onFetches?: OnFetches;
};

/**
 * Creates the Apollo Gateway that plans operations and executes the plans over the data sources, each mutation with the
 * data of the viewer that it declares (viewer-data.ts). Drops its
 * `extensions`: they report a null that an entity has left as a fault of a subgraph.
 */
export function createFederation({
  supergraphSdl,
  dataSource,
  maxFetches = Number.POSITIVE_INFINITY,
  onFetches,
}: Federation): ApolloGateway {
  const viewerData = createViewerData();
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: (subgraph) => viewerData.around(subgraph.name, dataSource(subgraph)),
    experimental_approximateQueryPlanStoreMiB: planCacheMiB,
    experimental_didResolveQueryPlan: limitFetches(maxFetches, onFetches),
  });
  gateway.onSchemaLoadOrUpdate(({ coreSupergraphSdl }) => viewerData.onLoad(coreSupergraphSdl));
  const execute = gateway.executor;
  gateway.executor = async (request) => {
    const { extensions: _, ...response } = await execute(request);
    return response;
  };
  return gateway;
}
