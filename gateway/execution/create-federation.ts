import type { ApolloGateway, GraphQLDataSource, SupergraphSdlHook } from '@apollo/gateway';
import type { GatewayContext } from '../context.ts';
import { createExecutor, type OnPlanned } from './create-executor.ts';
import { limitFetches, type OnFetches } from './plan/limit-fetches.ts';
import { createPlanner } from './plan-operation.ts';
import { createShare } from './share-queries.ts';
import { createViewerData } from './viewer-data.ts';

/**
 * Approximate size of Apollo Gateway's own cache of query plans, in MiB. It needs them for the operations only that
 * it executes itself.
 */
const planCacheMiB = 2;

export type SubgraphDefinition = { readonly name: string; readonly url?: string | undefined };

export type Federation = {
  /** The supergraph, or how to load and reload it. */
  readonly supergraphSdl: string | SupergraphSdlHook;
  readonly dataSource: (subgraph: SubgraphDefinition) => GraphQLDataSource<GatewayContext>;
  /** Fetches of one query plan at most. */
  readonly maxFetches?: number;
  readonly onFetches?: OnFetches;
  readonly onPlanned?: OnPlanned;
  /** Whether equal queries of one viewer that run at the same time share one execution. */
  readonly sharesQueries?: boolean;
  /** Plans `@defer`: experimental. */
  readonly defer?: boolean;
};

/**
 * Creates an Apollo Gateway that loads the supergraph and plans operations, but executes the plans with the executor
 * of this folder (create-executor.ts), each mutation with the data of the viewer that it declares (viewer-data.ts).
 */
export function createFederation({
  supergraphSdl,
  dataSource,
  maxFetches = Number.POSITIVE_INFINITY,
  onFetches,
  onPlanned,
  sharesQueries = false,
  defer = false,
}: Federation): ApolloGateway {
  const viewerData = createViewerData();
  const planner = createPlanner({
    supergraphSdl,
    buildService: (subgraph) => viewerData.around(subgraph.name, dataSource(subgraph)),
    experimental_approximateQueryPlanStoreMiB: planCacheMiB,
    ...(defer && { queryPlannerConfig: { incrementalDelivery: { enableDefer: true } } }),
  });
  const { gateway } = planner;
  gateway.onSchemaLoadOrUpdate(({ coreSupergraphSdl }) => viewerData.onLoad(coreSupergraphSdl));
  const share = sharesQueries ? createShare() : undefined;
  const limit = limitFetches(maxFetches, onFetches);
  gateway.executor = createExecutor(planner, { limit, share, onPlanned });
  return gateway;
}
