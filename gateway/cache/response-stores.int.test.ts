import { randomUUID } from 'node:crypto';
import { createLog } from '@shop/service';
import { createTcpProxy, until } from '@shop/testing';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectRedis } from '../redis/connect-redis.ts';
import { startCachingGateway } from '../testing/caching-gateway.ts';
import { redisUrl } from '../testing/redis-url.ts';
import { createMemoryStore } from './memory-store.ts';
import { createRedisStore } from './redis-store.ts';
import type { ResponseStore } from './response-store.ts';

const url = await redisUrl();
const log = createLog('test', 'silent');

/** The contract suite of every store; `again` is the same store opened by another process, if possible. */
function contract(open: () => { store: ResponseStore; again: ResponseStore }): void {
  let store: ResponseStore;
  let again: ResponseStore;
  beforeEach(() => {
    ({ store, again } = open());
  });

  it('a store returns an entry with its text and the seconds that it is valid', async () => {
    await store.write('a', '{"ü":"😀"}', 60);
    const entry = await again.read('a');
    expect(entry?.text).toBe('{"ü":"😀"}');
    expect([59, 60]).toContain(entry?.secondsLeft);
    expect(await again.read('b')).toBeUndefined();
  });

  it('an entry is not returned in its last second', async () => {
    await store.write('a', '{}', 1);
    await until('its end', async () => (await store.read('a')) === undefined);
  });

  it('the later of two entries with one key replaces the earlier', async () => {
    await store.write('a', '1', 60);
    await store.write('a', '2', 9);
    expect(await again.read('a')).toMatchObject({ text: '2' });
    expect((await again.read('a'))?.secondsLeft).toBeLessThanOrEqual(9);
  });

  it('a generation lasts until its subgraph is invalidated, and other generations stay', async () => {
    const [x, y] = await store.generations(['x', 'y']);
    expect(x).not.toBe(y);
    expect(await again.generations(['y', 'x'])).toEqual([y, x]);
    await again.invalidate(['x']);
    const [newer, same] = await store.generations(['x', 'y']);
    expect(newer).not.toBe(x);
    expect(same).toBe(y);
  });

  it('concurrent first requests of a subgraph start a single generation', async () => {
    const generations = await Promise.all(
      [store, again, store, again].map((one) => one.generations(['x'])),
    );
    expect(new Set(generations.flat()).size).toBe(1);
  });
}

describe('the store in memory', () => {
  contract(() => {
    const store = createMemoryStore(2 ** 20);
    return { store, again: store };
  });

  it('the bytes of entries are bounded, and the least recently used go first', async () => {
    const store = createMemoryStore(10_000);
    const text = 'x'.repeat(1_200);
    for (const key of ['a', 'b', 'c']) await store.write(key, text, 60);
    await store.read('a');
    await store.write('d', text, 60);
    const found = await Promise.all(['a', 'b', 'c', 'd'].map((key) => store.read(key)));
    expect(found.map(Boolean)).toEqual([true, false, true, true]);
    for (let n = 0; n < 1_000; n++) {
      await store.write(`key ${n}`, 'y'.repeat(n * 7), 60);
      expect(store.bytes()).toBeLessThanOrEqual(10_000);
    }
    await store.write('huge', 'y'.repeat(9_000), 60);
    expect(await store.read('huge')).toBeUndefined();
  });

  it('an entry that is written twice counts once towards the bytes', async () => {
    const store = createMemoryStore(10_000);
    await store.write('a', 'x', 60);
    const once = store.bytes();
    await store.write('a', 'y', 60);
    expect(store.bytes()).toBe(once);
  });
});

describe.skipIf(!url)('the store in Redis', () => {
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
    clients.map((client) => createRedisStore(client, prefix)) as [ResponseStore, ResponseStore];

  contract(() => {
    const [store, again] = prefixed(`test:${randomUUID()}`);
    return { store, again };
  });

  it('a generation that Redis lost is replaced by a new one', async () => {
    const prefix = `test:${randomUUID()}`;
    const [store] = prefixed(prefix);
    const [before] = await store.generations(['x']);
    await clients[0]?.del(`${prefix}:generation:x`);
    const [after] = await store.generations(['x']);
    expect(after).not.toBe(before);
    expect(await store.generations(['x'])).toEqual([after]);
  });

  it('an invalidation during an outage is written before anything is read again', async () => {
    const proxy = await createTcpProxy(url ?? '');
    const client = connected(proxy.url);
    const prefix = `test:${randomUUID()}`;
    const store = createRedisStore(client, prefix);
    await until('redis', () => client.status === 'ready');
    const before = await store.generations(['x', 'y']);
    await proxy.cut();
    await until('the loss', () => client.status !== 'ready');
    await expect(store.invalidate(['x'])).rejects.toThrow();
    await expect(store.generations(['x'])).rejects.toThrow();
    await proxy.restore();
    await until('redis again', () => client.status === 'ready');
    const after = await store.generations(['x', 'y']);
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([false, true]);
    expect(await prefixed(prefix)[0].generations(['x', 'y'])).toEqual(after);
    client.disconnect();
    await proxy.cut();
  });

  it('a gateway serves what another has cached, until one of them invalidates it', async () => {
    const [one, other] = prefixed(`test:${randomUUID()}`);
    const [first, second] = [await startCachingGateway(one), await startCachingGateway(other)];
    const price = '{ product { price } }';
    await first.run(price);
    await until('the entry', async () => (await second.run(price)).resolved.length === 0);
    second.values.price = 11;
    await first.run('mutation { price(to: 11) { id } }');
    expect((await second.run(price)).data).toEqual({ product: { price: 11 } });
  });
});
