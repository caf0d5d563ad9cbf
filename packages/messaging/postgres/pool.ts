import pg from 'pg';
import type { Log } from '../log.ts';

export type PoolOptions = {
  readonly url: string;
  readonly log: Log;
  readonly max: number;
  readonly timeoutMs: number;
  /** What each connection is told before anything else. */
  readonly hello?: string;
};

/** A pool whose lost connections are reported, never thrown, and whose queries end in time. */
export function createPool({ url, log, max, timeoutMs, hello }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: timeoutMs,
    // Without it a query waits for ever on a network that went silent.
    query_timeout: timeoutMs,
    keepAlive: true,
    ...(hello && { onConnect: async (client: pg.ClientBase) => void (await client.query(hello)) }),
  });
  const report = (error: Error) => log.warn({ err: error }, 'database connection lost');
  pool.on('error', report);
  // A FATAL that arrives while a client is handed out would end the process.
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}
