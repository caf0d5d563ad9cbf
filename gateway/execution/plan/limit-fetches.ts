import type { GatewayContext } from '../../context.ts';
import { queryTooComplex } from '../../operation/errors.ts';
import type { PlanNode, QueryPlan } from './query-plan.ts';

const sum = (nodes: readonly (PlanNode | undefined)[]): number =>
  nodes.reduce((total, node) => total + countFetches(node), 0);

/** Counts the fetches of a plan; of a condition (`@skip`, `@include`) the branch that has more. */
export function countFetches(node: PlanNode | undefined): number {
  switch (node?.kind) {
    case 'Fetch':
      return 1;
    case 'Flatten':
      return countFetches(node.node);
    case 'Parallel':
    case 'Sequence':
      return sum(node.nodes);
    case 'Defer':
      return sum([node.primary.node, ...node.deferred.map((one) => one.node)]);
    case 'Condition':
      return Math.max(countFetches(node.ifClause), countFetches(node.elseClause));
    case undefined:
      return 0;
    default:
      throw new Error(`a plan with ${(node as PlanNode).kind}`);
  }
}

/** Called with the fetches of the plan of each operation, before it runs or is refused. */
export type OnFetches = (fetches: number, context: GatewayContext) => void;

/** Throws when a query plan has too many fetches. */
export type FetchLimit = (queryPlan: QueryPlan, context: GatewayContext) => void;

/** Refuses a query plan with more fetches, before anything runs. Plans are cached, and so is their count. */
export function limitFetches(maxFetches: number, onFetches?: OnFetches): FetchLimit {
  const counts = new WeakMap<QueryPlan, number>();
  return (queryPlan, context) => {
    const fetches = counts.get(queryPlan) ?? countFetches(queryPlan.node as PlanNode | undefined);
    counts.set(queryPlan, fetches);
    onFetches?.(fetches, context);
    if (fetches <= maxFetches) return;
    throw queryTooComplex(
      `The operation needs ${fetches} fetches from subgraphs; at most ${maxFetches} are allowed.`,
    );
  };
}
