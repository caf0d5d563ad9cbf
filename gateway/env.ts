import { busEnv, httpUrl, originList, privateKeySet, serviceEnv, wholeNumber } from '@shop/service';
import { z } from 'zod';
import { responseCacheVariables } from './cache/variables.ts';
import { checkSubgraphUrls } from './execution/transport/subgraph-urls.ts';
import { subgraphVariables } from './execution/transport/variables.ts';
import { trustProxy } from './http/trust-proxy.ts';
import { safelistFile } from './limits/safelist.ts';
import { operationLimitVariables } from './limits/variables.ts';
import { metricsVariables } from './metrics/variables.ts';
import { rateLimitVariables } from './rate-limit/variables.ts';
import { redisVariables } from './redis/variables.ts';
import { subscriptionVariables } from './subscriptions/variables.ts';

const onOrOff = z.enum(['on', 'off'], { error: 'must be on or off' }).default('off');

/** The environment of the gateway. */
export const gatewayEnv = serviceEnv
  .extend({
    SUPERGRAPH_PATH: z.string().default('schema/supergraph.graphql'),
    ACCESS_TOKEN_JWKS_URL: httpUrl,
    REVOCATIONS_URL: httpUrl,
    ACCESS_TOKEN_ISSUER: z.string().default('shop'),
    ACCESS_TOKEN_AUDIENCE: z.string().default('shop-api'),
    INTERNAL_TOKEN_PRIVATE_KEYS: privateKeySet,
    CORS_ORIGINS: originList.default([]),
    TRUST_PROXY: trustProxy.default(0),
    /** Processes that share the port (run-workers.ts). */
    GATEWAY_WORKERS: wholeNumber(1).default(1),
    SAFELIST_PATH: safelistFile.optional(),
    /** Serve the storefront at `/shop/`. */
    STOREFRONT: onOrOff,
    /** Serve the back office at `/back-office/`. */
    BACK_OFFICE: onOrOff,
    /** Whose script and frames the storefront may load. */
    PAYMENT_PROVIDER: z.string().optional(),
    EXPERIMENTAL_DEFER: onOrOff,
    ...subgraphVariables,
    ...operationLimitVariables,
    ...rateLimitVariables,
    ...redisVariables,
    ...responseCacheVariables,
    ...subscriptionVariables,
    ...metricsVariables,
  })
  .loose()
  .superRefine(checkSubgraphUrls)
  .and(busEnv);
export type GatewayEnv = z.output<typeof gatewayEnv>;
