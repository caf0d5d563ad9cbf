import { randomUUID } from 'node:crypto';
import { until } from '@shop/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startTestGateway, type TestGateway } from '../testing/gateway.ts';
import { createDoor, redisUrl } from '../testing/rate-limit.ts';
import { ping, repeat, resolvers, sdl, start, statuses } from '../testing/rate-limited-shop.ts';

const redis = await redisUrl();

describe.skipIf(!redis)('Redis', () => {
  const away = (gateway: TestGateway) => gateway.logged.filter((line) => line.includes('is away'));

  it('keeps one count for all replicas', async () => {
    const shop = {
      sdl,
      resolvers,
      variables: { REDIS_URL: redis ?? '', RATE_LIMIT_VISITOR: '3' },
      counters: `test:${randomUUID()}`,
    };
    const replicas = [await startTestGateway(shop), await startTestGateway(shop)] as const;
    for (const { stop } of replicas) onTestFinished(stop);
    await until('redis', () => replicas.every(({ redis }) => redis?.status === 'ready'));
    const [one, other] = replicas;
    const replies = [await ping(one), await ping(other), await ping(one), await ping(other)];
    expect(statuses(replies)).toEqual([200, 200, 200, 429]);
  });

  it('may go away and come back: requests are counted in memory meanwhile, and the log says so once', async () => {
    const door = await createDoor(redis ?? '');
    const gateway = await start({ REDIS_URL: door.url, RATE_LIMIT_VISITOR: '3' });
    await until('redis', () => gateway.redis?.status === 'ready');
    expect((await ping(gateway)).headers.get('ratelimit-remaining')).toBe('2');

    await door.close();
    await until('the loss', () => gateway.redis?.status !== 'ready');
    expect(statuses(await repeat(4, () => ping(gateway)))).toEqual([200, 200, 200, 429]);
    await until('a word in the log', () => away(gateway).length > 0);

    await door.open();
    await until('redis again', () => gateway.redis?.status === 'ready');
    expect((await ping(gateway)).headers.get('ratelimit-remaining')).toBe('1');
    expect(away(gateway)).toHaveLength(1);
    expect(gateway.logged.filter((line) => line.includes('redis is back'))).toHaveLength(1);
    await door.close();
  });

  it('that answers no more holds nothing up', async () => {
    const door = await createDoor(redis ?? '');
    const gateway = await start({ REDIS_URL: door.url, RATE_LIMIT_VISITOR: '3' });
    await until('redis', () => gateway.redis?.status === 'ready');
    door.mute();
    const begin = performance.now();
    expect(statuses(await repeat(4, () => ping(gateway)))).toEqual([200, 200, 200, 429]);
    expect(performance.now() - begin).toBeLessThan(5_000);
    await door.close();
  });

  it('that was never there keeps no gateway from starting', async () => {
    const gateway = await start({ REDIS_URL: 'redis://127.0.0.1:9', RATE_LIMIT_VISITOR: '1' });
    let attempts = 0;
    gateway.redis?.on('connecting', () => attempts++);
    expect(statuses(await repeat(2, () => ping(gateway)))).toEqual([200, 429]);
    await until('a third attempt', () => attempts >= 3);
    expect(away(gateway)).toHaveLength(1);
  });
});
