import pg from 'pg';
import type { Log } from './log.ts';

/**
 * A connection pool that outlives database restarts: an error on an idle or just handed-out
 * connection is logged instead of ending the process, and the pool opens a new one.
 */
export function createPostgresPool(url: string, log: Log, max = 10): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
  });
  const report = (error: Error) => log.warn({ err: error }, 'database connection lost');
  pool.on('error', report);
  // A FATAL can arrive between hand-out and the pool's own listener; without one it would be uncaught.
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}
