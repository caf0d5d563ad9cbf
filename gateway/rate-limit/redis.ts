import type { Log } from '@shop/service';
import { Redis } from 'ioredis';

/** A counter in Redis takes well under a millisecond; after this many, memory is the better answer. */
const patienceMs = 500;

/**
 * A connection for counters and kept answers, which may be lost at any time: commands then fail at once instead of
 * waiting for it. Says once in the log that Redis is away, and once that it is back.
 */
export function connectRedis(url: string, log: Pick<Log, 'info' | 'error'>): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: patienceMs,
    // Takes a connection that swallows commands for a lost one.
    socketTimeout: patienceMs,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  });
  let away = false;
  redis.on('error', (error) => {
    if (away) return;
    away = true;
    log.error(
      { err: error },
      'redis is away: each process counts requests for itself, and no answer is kept',
    );
  });
  redis.on('ready', () => {
    if (away) log.info('redis is back');
    away = false;
  });
  return redis;
}
