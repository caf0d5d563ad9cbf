import { GraphQLError } from 'graphql';
import type { Data } from './query-plan.ts';
import type { RequestContext, SubgraphReply } from './subgraph-reply.ts';

/** One execution of a plan. */
export type Run = {
  readonly requestContext: RequestContext;
  /** As the client has sent them. */
  readonly variables: Data;
  /** Values of the variables of `@skip` and `@include`. */
  readonly conditions: ReadonlyMap<string, boolean>;
  /** Everything that the subgraphs have responded, merged. */
  readonly root: Data;
  readonly errors: GraphQLError[];
  /**
   * Replies to the fetches of this run, by subgraph and request. `undefined` for mutations: the second of two equal
   * fetches may be there to see what has changed.
   */
  readonly replies: Map<string, Promise<SubgraphReply>> | undefined;
  /** What `@defer` has put off: the parts of the plan that run after the others. */
  readonly deferred: (() => Promise<void> | undefined)[];
};

/** The objects that a part of a plan is about, and their path. */
export type Cursor = { readonly targets: readonly Data[]; readonly path: readonly string[] };

/** Executes a part of a plan; `undefined` when nothing was to wait for. */
export type Step = (run: Run, cursor: Cursor) => Promise<void> | undefined;

export const asGraphQLError = (error: unknown): GraphQLError => {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
};
