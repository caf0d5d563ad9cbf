import type { Log } from '@shop/service';
import { Redis } from 'ioredis';

/** A Redis command takes well under a millisecond; after this time memory is the better choice. */
const timeoutMs = 500;

/**
 * Connects to Redis for counters and cached responses. The connection may be lost at any time: commands
 * then fail at once and do not wait for it. Logs once that Redis is unavailable, and once that it is
 * available again.
 */
export function connectRedis(url: string, log: Pick<Log, 'info' | 'error'>): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: timeoutMs,
    // Treats a connection that does not respond as a lost one.
    socketTimeout: timeoutMs,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  });
  let isUnavailable = false;
  redis.on('error', (error) => {
    if (isUnavailable) return;
    isUnavailable = true;
    log.error(
      { err: error },
      'redis is unavailable: each process counts requests for itself, and no response is cached',
    );
  });
  redis.on('ready', () => {
    if (isUnavailable) log.info('redis is available again');
    isUnavailable = false;
  });
  return redis;
}
