import type { ApolloServerPlugin } from '@apollo/server';
import type { Viewer } from '@shop/schema';
import { randomFrom } from '@shop/testing/random';
import { expect, it } from 'vitest';
import type { GatewayContext } from '../context.ts';
import {
  createFederated,
  type Federated,
  type Operation,
} from '../testing/access-fuzz/federated.ts';
import { randomOperation } from '../testing/access-fuzz/random-operation.ts';
import { viewers } from '../testing/access-fuzz/rules.ts';
import { fuzzSubgraphs } from '../testing/access-fuzz/subgraphs.ts';
import { createMemoryStore } from './memory-store.ts';
import { responseCache } from './response-cache.ts';

// Each run takes another path; a failure names the seed.
const seed = Date.now() % 2 ** 31;
const operations = 200;

/** The worst of all hints: everything may be kept, and given to everybody. */
const allMayBeKept: ApolloServerPlugin<GatewayContext> = {
  requestDidStart: async () => ({
    executionDidStart: async ({ overallCachePolicy }) => {
      overallCachePolicy.restrict({ maxAge: 60 });
    },
  }),
};

const heard = new Set(Object.keys(fuzzSubgraphs));

async function answerOf(federated: Federated, operation: Operation, viewer: Viewer | undefined) {
  const { data, errors } = await federated.run(operation, viewer);
  return JSON.parse(JSON.stringify({ data: data ?? null, errors: errors ?? [] })) as unknown;
}

it(`${operations} random operations (seed ${seed}), each by every viewer twice, are answered as without a cache`, {
  timeout: 180_000,
}, async () => {
  console.log(`seed ${seed}`);
  const memory = createMemoryStore(64 * 2 ** 20);
  let hits = 0;
  const store = {
    ...memory,
    get: async (key: string) => {
      const kept = await memory.get(key);
      if (kept) hits++;
      return kept;
    },
  };
  const cached = await createFederated((policy) => [
    responseCache({ policy, store, heard }),
    allMayBeKept,
  ]);
  const plain = await createFederated();
  const random = randomFrom(seed);
  for (let n = 0; n < operations; n++) {
    const operation = randomOperation(plain.schema, random);
    const order = [...viewers, ...viewers]
      .map((viewer) => ({ viewer, at: random() }))
      .sort((a, b) => a.at - b.at);
    for (const { viewer } of order) {
      const expected = await answerOf(plain, operation, viewer);
      const report = JSON.stringify({ seed, n, viewer: viewer?.id, ...operation });
      expect(await answerOf(cached, operation, viewer), report).toEqual(expected);
    }
  }
  await Promise.all([cached.stop(), plain.stop()]);
  // A run that was never answered from the cache proves nothing.
  expect(hits).toBeGreaterThan(operations);
});
