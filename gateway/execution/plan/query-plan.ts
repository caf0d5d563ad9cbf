import type { ApolloGateway } from '@apollo/gateway';

type Options = NonNullable<ConstructorParameters<typeof ApolloGateway>[0]>;

/** Receives the query plan of each operation before Apollo Gateway executes it. */
export type OnPlan = NonNullable<Options['experimental_didResolveQueryPlan']>;
type Resolved = Parameters<OnPlan>[0];

export type QueryPlan = Resolved['queryPlan'];
/** The data sources by the names of their subgraphs. */
export type DataSources = Resolved['serviceMap'];
export type PlanNode = Exclude<NonNullable<QueryPlan['node']>, { kind: 'Subscription' }>;
export type FetchNode = Extract<PlanNode, { kind: 'Fetch' }>;
/** What a fetch needs of an entity. */
export type RequiredSelection = NonNullable<FetchNode['requires']>[number];
export type Rewrite = NonNullable<FetchNode['inputRewrites']>[number];

/** An object of a response, or a part of it. */
export type Data = Record<string, unknown>;

/** A plan, or an operation, that only Apollo Gateway's own executor executes. */
export class Unsupported extends Error {}

/** A subgraph has responded with data that do not fit the schema. */
export class MalformedData extends Error {}
