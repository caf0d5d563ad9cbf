import type { GraphQLError } from 'graphql';
import type { CompiledOperation } from './compile-operation.ts';
import type { Data } from './plan/query-plan.ts';
import { asGraphQLError, type Run } from './plan/run.ts';
import type { RequestContext } from './plan/subgraph-reply.ts';

type Result = { data?: Data | null; errors?: GraphQLError[] };

/** Runs what `@defer` has put off; its own parts may put off others. */
async function runDeferred({ deferred }: Run): Promise<void> {
  while (deferred.length > 0) await Promise.all(deferred.splice(0).map(async (part) => part()));
}

/**
 * Executes a compiled operation. Data that do not fit the schema are an error of the whole response, as they are
 * for Apollo Gateway. What `@defer` puts off runs after the response, where the context takes it (`onDeferred`). Throws
 * `Unsupported`, before anything runs.
 */
export async function executeOperation(
  operation: CompiledOperation,
  requestContext: RequestContext,
): Promise<Result> {
  const variables = requestContext.request.variables ?? {};
  const conditions = operation.readConditions(variables);
  const root: Data = {};
  const errors: GraphQLError[] = [];
  const replies = operation.operation.operation === 'query' ? new Map() : undefined;
  const run: Run = { requestContext, variables, conditions, root, errors, replies, deferred: [] };
  const respond = (withoutDeferred: boolean): Result => {
    try {
      const data = operation.projectionFor(conditions, withoutDeferred).project(root);
      return errors.length > 0 ? { errors: [...errors], data } : { data };
    } catch (error) {
      return { errors: [asGraphQLError(error)] };
    }
  };
  const finish = async (): Promise<Result> => {
    await runDeferred(run);
    return respond(false);
  };

  await operation.run(run, { targets: [root], path: [] });
  const { onDeferred } = requestContext.context;
  if (run.deferred.length === 0 || !onDeferred) return finish();
  const first = respond(true);
  if (first.data) onDeferred(finish());
  return first;
}
