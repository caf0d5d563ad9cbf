import type { GraphQLError } from 'graphql';
import type { CompiledOperation } from './compile-operation.ts';
import type { Data } from './plan/query-plan.ts';
import { asGraphQLError, type Run } from './plan/run.ts';
import type { RequestContext } from './plan/subgraph-reply.ts';

type Result = { data?: Data | null; errors?: GraphQLError[] };

/**
 * Executes a compiled operation. Data that do not fit the schema are an error of the whole response, as they are
 * for Apollo Gateway. Throws `Unsupported`, before anything runs.
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
  const run: Run = { requestContext, variables, conditions, root, errors, replies };
  await operation.run(run, { targets: [root], path: [] });
  try {
    const data = operation.projectionFor(conditions).project(root);
    return errors.length > 0 ? { errors, data } : { data };
  } catch (error) {
    return { errors: [asGraphQLError(error)] };
  }
}
