import { ApolloGateway } from '@apollo/gateway';
import type { Scope, Viewer } from '@shop/schema';
import { onTestFinished } from 'vitest';
import type { AnswerStore } from '../cache/answer-store.ts';
import { heardSubgraphs } from '../cache/change-feed.ts';
import { responseCache } from '../cache/response-cache.ts';
import { SubgraphSource } from '../subgraphs/subgraph-source.ts';
import { serve } from './access-fuzz/federated.ts';
import { composed } from './access-fuzz/supergraph.ts';
import { startSubgraphs, subgraphs, type Values } from './cached-subgraphs.ts';

export const viewer = (id: string, ...scopes: Scope[]): Viewer => ({
  id,
  email: `${id}@shop.example`,
  roles: ['CUSTOMER'],
  scopes: new Set(scopes),
  sessionId: `session of ${id}`,
});

/** A gateway with a cache over three subgraphs with HTTP, whose values the test may change. */
export async function startShop(store: AnswerStore | undefined) {
  const values: Values = { price: 10, cost: 1, available: 7, text: 'x' };
  const asked: string[] = [];
  const started = await startSubgraphs(values, asked);
  const gateway = new ApolloGateway({
    supergraphSdl: composed(subgraphs),
    buildService: ({ name }) =>
      new SubgraphSource({
        name,
        url: started.find((one) => one.name === name)?.url ?? '',
        timeoutMs: 5_000,
        tokenFor: (viewer) => viewer?.id ?? 'visitor',
        onFailure: () => undefined,
      }),
  });
  const served = await serve(gateway, (policy) => [
    responseCache({ policy, store, heard: heardSubgraphs }),
  ]);
  for (const { stop } of [served, ...started]) onTestFinished(stop);
  return {
    values,
    /** Also tells which fields the subgraphs were asked for. */
    async run(query: string, by?: Viewer, variables: Record<string, unknown> = {}) {
      asked.length = 0;
      const { data, errors, headers } = await served.run({ query, variables }, by);
      const plain = JSON.parse(JSON.stringify({ data, errors })) as {
        data: unknown;
        errors?: unknown[];
      };
      return { ...plain, asked: [...asked], cacheControl: headers.get('cache-control') };
    },
  };
}
