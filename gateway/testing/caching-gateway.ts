import type { Scope, Viewer } from '@shop/schema';
import { onTestFinished } from 'vitest';
import { subscribedSubgraphs } from '../cache/invalidation-feed.ts';
import { responseCache } from '../cache/response-cache.ts';
import type { ResponseStore } from '../cache/response-store.ts';
import { createFederation } from '../execution/create-federation.ts';
import {
  cacheableSubgraphs,
  sourcesOf,
  startSubgraphs,
  type Values,
} from './cacheable-subgraphs.ts';
import { composeSupergraph } from './compose-supergraph.ts';
import { serveShielded } from './serve-shielded.ts';

export const viewer = (id: string, ...scopes: Scope[]): Viewer => ({
  id,
  email: `${id}@shop.example`,
  emailVerified: true,
  roles: ['CUSTOMER'],
  scopes: new Set(scopes),
  sessionId: `session of ${id}`,
});

/** Starts a gateway with this cache over three subgraphs with HTTP, whose values the test may change. */
export async function startCachingGateway(store: ResponseStore | undefined) {
  const values: Values = { price: 10, cost: 1, available: 7, text: 'x' };
  const resolved: string[] = [];
  const started = await startSubgraphs(values, resolved);
  const gateway = createFederation({
    supergraphSdl: composeSupergraph(cacheableSubgraphs),
    dataSource: sourcesOf(started),
  });
  const server = await serveShielded(gateway, (policy) => [
    responseCache({ policy, store, subscribed: subscribedSubgraphs }),
  ]);
  for (const { stop } of [server, ...started]) onTestFinished(stop);
  return {
    values,
    /** Runs an operation; `resolved` are the fields that subgraphs resolved for it. */
    async run(query: string, by?: Viewer, variables: Record<string, unknown> = {}) {
      resolved.length = 0;
      const { data, errors, headers } = await server.run({ query, variables }, by);
      const plain = JSON.parse(JSON.stringify({ data, errors })) as {
        data: unknown;
        errors?: unknown[];
      };
      return { ...plain, resolved: [...resolved], cacheControl: headers.get('cache-control') };
    },
  };
}
