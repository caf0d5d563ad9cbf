import type { ApolloServerPlugin } from '@apollo/server';
import type { OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { Analyses } from '../limits/operation-analysis.ts';
import { assertWithinLimits } from '../limits/operation-limits.ts';
import type { OperationLimits } from '../limits/variables.ts';
import { rateLimited, rateLimitHeaders } from './rate-limited.ts';
import type { RateLimits } from './rate-limits.ts';

/**
 * Fields of a new operation that take as long to validate and plan as a small request takes in all: planning
 * takes 0.1 to 0.2 ms of CPU for each field, an operation of 300 fields up to 60 ms.
 */
const newFieldsPerRequest = 30;

/** Fetches of a plan that count as one further request; the operations of a shop front need at most 5. */
const fetchesPerRequest = 6;

/**
 * Counts the fetches of a query plan as further requests. They are known only when the operation is about to
 * run, so it is the next requests that are refused.
 */
export const takeForFetches =
  (rateLimits: RateLimits) =>
  (fetches: number, { viewer, address }: GatewayContext): void => {
    const requests = Math.floor(fetches / fetchesPerRequest);
    if (requests > 0 && rateLimits.costUnit > 0) rateLimits.charge(viewer, address, requests);
  };

/** Returns the further requests that a cost counts as; a unit of 0 switches it off. */
export const furtherRequestsOf = (cost: number, costUnit: number): number =>
  costUnit === 0 ? 0 : Math.floor(cost / costUnit);

/**
 * Counts an expensive operation as several requests, before it is planned: one more for each unit of its
 * cost, and for the fields of an operation that was not sent before. Refuses it first when it exceeds a
 * limit, as operation-limits.ts does: Apollo Server runs these hooks of all plugins at once.
 */
export function limitCost(
  rateLimits: RateLimits,
  analysisOf: Analyses,
  limits: OperationLimits,
): ApolloServerPlugin<GatewayContext> {
  const { costUnit } = rateLimits;
  const accepted = new WeakSet<OperationDefinitionNode>();

  async function count(
    { viewer, address }: GatewayContext,
    requests: number,
  ): Promise<[string, string][]> {
    if (requests === 0) return [];
    const result = await rateLimits.byViewer(viewer, address, requests);
    if (result && !result.allowed) throw rateLimited(result);
    return result ? rateLimitHeaders(result) : [];
  }

  return {
    requestDidStart: async () => ({
      async didResolveOperation({ schema, document, operation, contextValue, request, response }) {
        if (!operation || costUnit === 0) return;
        const variables = request.variables ?? {};
        const analysis = analysisOf(schema, { document, operation });
        assertWithinLimits(analysis, limits, variables);
        const newFields = accepted.has(operation) ? 0 : analysis.fields;
        const requests =
          furtherRequestsOf(analysis.cost(variables), costUnit) +
          Math.floor(newFields / newFieldsPerRequest);
        const headers = await count(contextValue, requests);
        accepted.add(operation);
        for (const [name, value] of headers) response.http.headers.set(name, value);
      },
    }),
  };
}
