import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../context.ts';
import { queryTooComplex } from '../operation/errors.ts';
import type { Analyses, OperationAnalysis } from './operation-analysis.ts';
import type { OperationLimits } from './variables.ts';

/** Throws QUERY_TOO_COMPLEX with the value found and the limit. */
export function assertWithinLimits(
  { depth, aliases, rootFields, cost }: OperationAnalysis,
  limits: OperationLimits,
  variables: Readonly<Record<string, unknown>>,
): void {
  const assertAtMost = (what: string, found: number, limit: number) => {
    if (found <= limit) return;
    throw queryTooComplex(`The operation's ${what} is ${found}; at most ${limit} is allowed.`);
  };
  assertAtMost('depth', depth, limits.OPERATION_MAX_DEPTH);
  assertAtMost('number of aliases', aliases, limits.OPERATION_MAX_ALIASES);
  assertAtMost('number of root fields', rootFields, limits.OPERATION_MAX_ROOT_FIELDS);
  assertAtMost('cost', cost(variables), limits.OPERATION_MAX_COST);
}

/** Refuses operations that exceed a limit before anything runs. */
export const operationLimits = (
  limits: OperationLimits,
  analysisOf: Analyses,
): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: async () => ({
    async didResolveOperation({ schema, document, operation, request }) {
      // Without an operation nothing runs: the executor refuses.
      if (!operation) return;
      const analysis = analysisOf(schema, { document, operation });
      assertWithinLimits(analysis, limits, request.variables ?? {});
    },
  }),
});
