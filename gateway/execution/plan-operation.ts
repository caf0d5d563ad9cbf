import { ApolloGateway } from '@apollo/gateway';
import type { DataSources, OnPlan, QueryPlan } from './plan/query-plan.ts';
import type { RequestContext } from './plan/subgraph-reply.ts';

type Planned = { readonly queryPlan: QueryPlan; readonly dataSources: DataSources };
type Options = NonNullable<ConstructorParameters<typeof ApolloGateway>[0]>;
type Execute = ApolloGateway['executor'];
type Response = Awaited<ReturnType<Execute>>;

/** Ends an execution of Apollo Gateway once there is a plan. */
class PlanMade extends Error {}

export type Planner = {
  readonly gateway: ApolloGateway;
  /** Apollo Gateway's own executor. */
  readonly execute: Execute;
  /** Plans an operation without executing it. Returns a response when it cannot be planned. */
  plan(request: RequestContext): Promise<Planned | { readonly response: Response }>;
};

/**
 * Creates an Apollo Gateway that also returns its query plans. It has no method for it, but calls a hook between
 * planning and execution, where an error ends the execution.
 */
export function createPlanner(options: Options): Planner {
  const plans = new WeakMap<object, Planned | undefined>();
  const onPlan: OnPlan = ({ queryPlan, serviceMap, requestContext }) => {
    if (!plans.has(requestContext)) return;
    plans.set(requestContext, { queryPlan, dataSources: serviceMap });
    throw new PlanMade();
  };
  const gateway = new ApolloGateway({ ...options, experimental_didResolveQueryPlan: onPlan });
  const execute = gateway.executor;
  return {
    gateway,
    execute,
    async plan(request) {
      const planning = { ...request };
      plans.set(planning, undefined);
      try {
        return { response: await execute(planning) };
      } catch (error) {
        const planned = plans.get(planning);
        if (!planned || !(error instanceof PlanMade)) throw error;
        return planned;
      }
    },
  };
}
