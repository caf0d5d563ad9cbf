import type { ApolloServerPlugin } from '@apollo/server';
import type { Viewer } from '@shop/schema';
import { randomFrom, testSeed as seed } from '@shop/testing/random';
import { expect, it } from 'vitest';
import type { GatewayContext } from '../context.ts';
import { viewers } from '../testing/access-fuzz/expected-rules.ts';
import { createFederatedShop, type FederatedShop } from '../testing/access-fuzz/federated-shop.ts';
import { randomOperation } from '../testing/access-fuzz/random-operation.ts';
import { fuzzSubgraphs } from '../testing/access-fuzz/subgraphs.ts';
import type { Operation } from '../testing/serve-shielded.ts';
import { createMemoryStore } from './memory-store.ts';
import { responseCache } from './response-cache.ts';

const operations = 200;

/** The worst possible hints: every response may be cached and shared with everyone. */
const everythingIsCacheable: ApolloServerPlugin<GatewayContext> = {
  requestDidStart: async () => ({
    executionDidStart: async ({ overallCachePolicy }) => {
      overallCachePolicy.restrict({ maxAge: 60 });
    },
  }),
};

const subscribed = new Set(Object.keys(fuzzSubgraphs));

async function resultOf(shop: FederatedShop, operation: Operation, viewer: Viewer | undefined) {
  const { data, errors } = await shop.run(operation, viewer);
  return JSON.parse(JSON.stringify({ data: data ?? null, errors: errors ?? [] })) as unknown;
}

it(`${operations} random operations (seed ${seed}), each by every viewer twice, return the same responses as without a cache`, async () => {
  console.log(`seed ${seed}`);
  const memory = createMemoryStore(64 * 2 ** 20);
  let hits = 0;
  const store = {
    ...memory,
    read: async (key: string) => {
      const entry = await memory.read(key);
      if (entry) hits++;
      return entry;
    },
  };
  const cached = await createFederatedShop((policy) => [
    responseCache({ policy, store, subscribed }),
    everythingIsCacheable,
  ]);
  const plain = await createFederatedShop();
  const random = randomFrom(seed);
  for (let n = 0; n < operations; n++) {
    const operation = randomOperation(plain.schema, random);
    const order = [...viewers, ...viewers]
      .map((viewer) => ({ viewer, at: random() }))
      .sort((a, b) => a.at - b.at);
    for (const { viewer } of order) {
      const expected = await resultOf(plain, operation, viewer);
      const report = JSON.stringify({ seed, n, viewer: viewer?.id, ...operation });
      expect(await resultOf(cached, operation, viewer), report).toEqual(expected);
    }
  }
  await Promise.all([cached.stop(), plain.stop()]);
  // A run without cache hits proves nothing.
  expect(hits).toBeGreaterThan(operations);
});
