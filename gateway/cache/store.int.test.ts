import { randomUUID } from 'node:crypto';
import { createLog } from '@shop/service';
import { until } from '@shop/testing';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectRedis } from '../rate-limit/redis.ts';
import { startShop } from '../testing/cache.ts';
import { createDoor, redisUrl } from '../testing/rate-limit.ts';
import type { AnswerStore } from './answer-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { createRedisStore } from './redis-store.ts';

const url = await redisUrl();
const log = createLog('test', 'silent');

/** What holds for every store; `again` opens the same one from another process, where there is such. */
function contract(open: () => { store: AnswerStore; again: AnswerStore }): void {
  let store: AnswerStore;
  let again: AnswerStore;
  beforeEach(() => {
    ({ store, again } = open());
  });

  it('gives what it was given, and for how long it is good', async () => {
    await store.set('a', '{"ü":"😀"}', 60);
    const kept = await again.get('a');
    expect(kept?.text).toBe('{"ü":"😀"}');
    expect([59, 60]).toContain(kept?.secondsLeft);
    expect(await again.get('b')).toBeUndefined();
  });

  it('gives nothing in its last second', async () => {
    await store.set('a', '{}', 1);
    await until('the end of it', async () => (await store.get('a')) === undefined);
  });

  it('takes the later of two answers', async () => {
    await store.set('a', '1', 60);
    await store.set('a', '2', 9);
    expect(await again.get('a')).toMatchObject({ text: '2' });
    expect((await again.get('a'))?.secondsLeft).toBeLessThanOrEqual(9);
  });

  it('keeps a generation until it is told otherwise, of each subgraph by itself', async () => {
    const [x, y] = await store.generations(['x', 'y']);
    expect(x).not.toBe(y);
    expect(await again.generations(['y', 'x'])).toEqual([y, x]);
    await again.outdate(['x']);
    const [newer, same] = await store.generations(['x', 'y']);
    expect(newer).not.toBe(x);
    expect(same).toBe(y);
  });

  it('begins a generation once, whoever asks first', async () => {
    const asked = await Promise.all(
      [store, again, store, again].map((one) => one.generations(['x'])),
    );
    expect(new Set(asked.flat()).size).toBe(1);
  });
}

describe('in memory', () => {
  contract(() => {
    const store = createMemoryStore(2 ** 20);
    return { store, again: store };
  });

  it('answers are bounded, and the one not asked for the longest goes first', async () => {
    const store = createMemoryStore(10_000);
    const text = 'x'.repeat(1_200);
    for (const key of ['a', 'b', 'c']) await store.set(key, text, 60);
    await store.get('a');
    await store.set('d', text, 60);
    const found = await Promise.all(['a', 'b', 'c', 'd'].map((key) => store.get(key)));
    expect(found.map(Boolean)).toEqual([true, false, true, true]);
    for (let n = 0; n < 1_000; n++) {
      await store.set(`key ${n}`, 'y'.repeat(n * 7), 60);
      expect(store.bytes()).toBeLessThanOrEqual(10_000);
    }
    await store.set('huge', 'y'.repeat(9_000), 60);
    expect(await store.get('huge')).toBeUndefined();
  });

  it('an answer that was kept twice counts once', async () => {
    const store = createMemoryStore(10_000);
    await store.set('a', 'x', 60);
    const once = store.bytes();
    await store.set('a', 'y', 60);
    expect(store.bytes()).toBe(once);
  });
});

describe.skipIf(!url)('in Redis', () => {
  let clients: Redis[];
  const connected = (to: string) => connectRedis(to, log);
  beforeAll(async () => {
    clients = [connected(url ?? ''), connected(url ?? '')];
    await until('redis', () => clients.every(({ status }) => status === 'ready'));
  });
  afterAll(() => {
    for (const client of clients) client.disconnect();
  });
  const prefixed = (prefix: string) =>
    clients.map((client) => createRedisStore(client, prefix)) as [AnswerStore, AnswerStore];

  contract(() => {
    const [store, again] = prefixed(`test:${randomUUID()}`);
    return { store, again };
  });

  it('generations that were lost come back as new ones', async () => {
    const prefix = `test:${randomUUID()}`;
    const [store] = prefixed(prefix);
    const [before] = await store.generations(['x']);
    await clients[0]?.del(`${prefix}:generation:x`);
    const [after] = await store.generations(['x']);
    expect(after).not.toBe(before);
    expect(await store.generations(['x'])).toEqual([after]);
  });

  it('a change that could not be told is told before anything is taken from it again', async () => {
    const door = await createDoor(url ?? '');
    const client = connected(door.url);
    const prefix = `test:${randomUUID()}`;
    const store = createRedisStore(client, prefix);
    await until('redis', () => client.status === 'ready');
    const before = await store.generations(['x', 'y']);
    await door.close();
    await until('the loss', () => client.status !== 'ready');
    await expect(store.outdate(['x'])).rejects.toThrow();
    await expect(store.generations(['x'])).rejects.toThrow();
    await door.open();
    await until('redis again', () => client.status === 'ready');
    const after = await store.generations(['x', 'y']);
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([false, true]);
    expect(await prefixed(prefix)[0].generations(['x', 'y'])).toEqual(after);
    client.disconnect();
    await door.close();
  });

  it('one gateway gives what another has kept, until any of them hears of a change', async () => {
    const [one, other] = prefixed(`test:${randomUUID()}`);
    const [first, second] = [await startShop(one), await startShop(other)];
    const price = '{ product { price } }';
    await first.run(price);
    await until('it to be kept', async () => (await second.run(price)).asked.length === 0);
    second.values.price = 11;
    await first.run('mutation { price(to: 11) { id } }');
    expect((await second.run(price)).data).toEqual({ product: { price: 11 } });
  });
});
