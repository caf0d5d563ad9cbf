import { envPrefix } from '@shop/schema';
import { busEnv, busMissing, httpUrl, namesABus, privateKeySet, serviceEnv } from '@shop/service';
import { z } from 'zod';
import { responseCacheVariables } from './cache/variables.ts';
import { corsOrigins } from './http/cors.ts';
import { safelistFile } from './limits/safelist.ts';
import { operationLimitVariables } from './limits/variables.ts';
import { trustProxy } from './rate-limit/trust-proxy.ts';
import { rateLimitVariables } from './rate-limit/variables.ts';

/** What the gateway reads. */
export const gatewayEnv = serviceEnv
  .extend({
    SUPERGRAPH_PATH: z.string().default('schema/supergraph.graphql'),
    ACCESS_TOKEN_JWKS_URL: httpUrl,
    REVOCATIONS_URL: httpUrl,
    ...busEnv.shape,
    ACCESS_TOKEN_ISSUER: z.string().default('shop'),
    ACCESS_TOKEN_AUDIENCE: z.string().default('shop-api'),
    INTERNAL_TOKEN_PRIVATE_KEYS: privateKeySet,
    SUBGRAPH_TIMEOUT_MS: z.coerce.number('must be a number').int().min(1).default(10_000),
    CORS_ORIGINS: corsOrigins.default([]),
    TRUST_PROXY: trustProxy.default(0),
    SAFELIST_PATH: safelistFile.optional(),
    ...operationLimitVariables,
    ...rateLimitVariables,
    ...responseCacheVariables,
  })
  .loose()
  .refine(namesABus, busMissing)
  .superRefine((env, context) => {
    for (const [name, value] of Object.entries(env)) {
      if (!name.endsWith('_SUBGRAPH_URL') || httpUrl.safeParse(value).success) continue;
      context.addIssue({ code: 'custom', path: [name], message: 'must be an http:// URL' });
    }
  });
export type GatewayEnv = z.output<typeof gatewayEnv>;

/** The address of a subgraph from `<NAME>_SUBGRAPH_URL`, which overrides the one in the supergraph. */
export function subgraphUrl(env: GatewayEnv, subgraph: string): string | undefined {
  const url = env[`${envPrefix(subgraph)}_SUBGRAPH_URL`];
  return typeof url === 'string' ? url : undefined;
}
