import { randomUUID } from 'node:crypto';
import { createTcpProxy, until } from '@shop/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  credentialSubgraph,
  ping,
  repeat,
  startRateLimitedGateway,
  statuses,
} from '../testing/rate-limited-gateway.ts';
import { redisUrl } from '../testing/redis-url.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

const redis = await redisUrl();

describe.skipIf(!redis)('rate limits in Redis', () => {
  const outages = ({ logged }: TestGateway) =>
    logged.filter((line) => line.includes('redis is unavailable'));

  it('all replicas of a gateway share one count', async () => {
    const replica = {
      ...credentialSubgraph,
      variables: { REDIS_URL: redis ?? '', RATE_LIMIT_ANONYMOUS: '3' },
      redisPrefix: `test:${randomUUID()}`,
    };
    const replicas = [await startTestGateway(replica), await startTestGateway(replica)] as const;
    for (const { stop } of replicas) onTestFinished(stop);
    await until('redis', () => replicas.every(({ redis }) => redis?.status === 'ready'));
    const [one, other] = replicas;
    const replies = [await ping(one), await ping(other), await ping(one), await ping(other)];
    expect(statuses(replies)).toEqual([200, 200, 200, 429]);
  });

  it('requests are counted in memory during an outage, which is logged once', async () => {
    const proxy = await createTcpProxy(redis ?? '');
    const gateway = await startRateLimitedGateway({
      REDIS_URL: proxy.url,
      RATE_LIMIT_ANONYMOUS: '3',
    });
    await until('redis', () => gateway.redis?.status === 'ready');
    expect((await ping(gateway)).headers.get('ratelimit-remaining')).toBe('2');

    await proxy.cut();
    await until('the loss', () => gateway.redis?.status !== 'ready');
    expect(statuses(await repeat(4, () => ping(gateway)))).toEqual([200, 200, 200, 429]);
    await until('the log', () => outages(gateway).length > 0);

    await proxy.restore();
    await until('redis again', () => gateway.redis?.status === 'ready');
    expect((await ping(gateway)).headers.get('ratelimit-remaining')).toBe('1');
    expect(outages(gateway)).toHaveLength(1);
    expect(gateway.logged.filter((line) => line.includes('redis is available again'))).toHaveLength(
      1,
    );
    await proxy.cut();
  });

  it('a Redis that stops responding delays no request', async () => {
    const proxy = await createTcpProxy(redis ?? '');
    const gateway = await startRateLimitedGateway({
      REDIS_URL: proxy.url,
      RATE_LIMIT_ANONYMOUS: '3',
    });
    await until('redis', () => gateway.redis?.status === 'ready');
    proxy.mute();
    const begin = performance.now();
    expect(statuses(await repeat(4, () => ping(gateway)))).toEqual([200, 200, 200, 429]);
    expect(performance.now() - begin).toBeLessThan(20_000);
    await proxy.cut();
  });

  it('a gateway starts without a reachable Redis', async () => {
    const gateway = await startRateLimitedGateway({
      REDIS_URL: 'redis://127.0.0.1:9',
      RATE_LIMIT_ANONYMOUS: '1',
    });
    let attempts = 0;
    gateway.redis?.on('connecting', () => attempts++);
    expect(statuses(await repeat(2, () => ping(gateway)))).toEqual([200, 429]);
    await until('a third attempt', () => attempts >= 3);
    expect(outages(gateway)).toHaveLength(1);
  });
});
