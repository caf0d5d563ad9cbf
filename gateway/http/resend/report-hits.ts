import type { ApolloServerPlugin } from '@apollo/server';
import { cacheHitOf } from '../../cache/response-cache.ts';
import type { GatewayContext } from '../../context.ts';
import type { Analyses } from '../../limits/operation-analysis.ts';
import { deprecatedIn } from '../../metrics/deprecated-fields.ts';
import { rootFieldsOf } from '../../metrics/root-fields.ts';
import { furtherRequestsOf } from '../../rate-limit/limit-cost.ts';

/** Reports operations whose responses are found in the response cache to `onCacheHit` of their context. */
export const reportHits = (
  analysisOf: Analyses,
  costUnit: number,
): ApolloServerPlugin<GatewayContext> => ({
  async requestDidStart({ contextValue: { onCacheHit, hasExpiredToken } }) {
    // Responses to expired tokens have a hint of their own.
    if (!onCacheHit || hasExpiredToken) return;
    return {
      async willSendResponse(context) {
        const { schema, document, operation, operationName, request } = context;
        const hit = cacheHitOf(context);
        if (!hit || !document || !operation) return;
        const cost = analysisOf(schema, { document, operation }).cost(request.variables ?? {});
        onCacheHit({
          ...hit,
          operationName: operationName ?? null,
          requests: 1 + furtherRequestsOf(cost, costUnit),
          deprecated: deprecatedIn(schema, document),
          rootFields: [...rootFieldsOf(schema, { document, operation }).values()],
        });
      },
    };
  },
});
