import { expect, it } from 'vitest';
import type { AccessPolicy } from '../../access/policy.ts';
import { createMemoryStore } from '../../cache/memory-store.ts';
import type { SentResponse } from './sent-response.ts';
import { createSentResponses } from './sent-responses.ts';

const policy = {} as AccessPolicy;

/** Stores a response of the present generation, and returns how to find it. */
async function start(changes: Partial<SentResponse> = {}) {
  const store = createMemoryStore(2 ** 20);
  const responses = createSentResponses(store);
  const subgraphs = ['inventory', 'product'];
  const sent: SentResponse = {
    ...{ policy, subgraphs, generations: await store.generations(subgraphs) },
    audience: { kind: 'scopes', scopes: [] },
    ...{ secondsLeft: 60, expiresAt: performance.now() + 60_000, isPublic: true },
    ...{ operationName: null, requests: 1, deprecated: [], rootFields: [] },
    ...{ headers: {}, bytes: Buffer.from('{}') },
    ...changes,
  };
  responses.add('key', sent);
  return { store, responses, sent };
}

it('a response is found by its key and policy', async () => {
  const { responses, sent } = await start();
  expect(await responses.find('key', policy)).toBe(sent);
  expect(await responses.find('other', policy)).toBeUndefined();
});

it('a new supergraph, and none, invalidate every response', async () => {
  for (const other of [{} as AccessPolicy, undefined]) {
    const { responses } = await start();
    expect(await responses.find('key', other)).toBeUndefined();
    expect(await responses.find('key', policy)).toBeUndefined();
  }
});

it('a new generation of any of its subgraphs invalidates a response', async () => {
  const { responses, store } = await start();
  await store.invalidate(['order']);
  expect(await responses.find('key', policy)).toBeDefined();
  await store.invalidate(['product']);
  expect(await responses.find('key', policy)).toBeUndefined();
});

it('a response is not found in its last second', async () => {
  const { responses } = await start({ expiresAt: performance.now() + 999 });
  expect(await responses.find('key', policy)).toBeUndefined();
});

it('long responses push out the least recently used', async () => {
  const { responses, sent } = await start();
  const bytes = Buffer.alloc(2 ** 20);
  for (let n = 0; n < 15; n++) responses.add(`long ${n}`, { ...sent, bytes });
  expect(await responses.find('key', policy)).toBe(sent);
  responses.add('long 15', { ...sent, bytes });
  expect(await responses.find('long 0', policy)).toBeUndefined();
  expect(await responses.find('key', policy)).toBe(sent);
});
