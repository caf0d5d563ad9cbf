import { Redis } from 'ioredis';

/**
 * Returns the URL of the Redis for tests: REDIS_URL or localhost. `undefined`, with one loud line, when
 * no Redis responds; in CI that is an error.
 */
export async function redisUrl(): Promise<string | undefined> {
  const url = process.env['REDIS_URL'] || 'redis://127.0.0.1:6379';
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return url;
  } catch (error) {
    if (process.env['CI']) throw error;
    console.warn(`\n!!! No Redis at ${new URL(url).host}: its tests are SKIPPED !!!\n`);
    return undefined;
  } finally {
    redis.disconnect();
  }
}
