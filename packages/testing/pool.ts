import { createPool, type Pool, type PoolOptions } from '@shop/service/postgres';

/** A pool for tests: logs nothing, and waits long enough for large fixtures on a busy machine. */
export const createTestPool = (url: string, options: PoolOptions = {}): Pool =>
  createPool(
    url,
    { warn: () => undefined },
    { connectTimeoutMs: 30_000, statementTimeoutMs: 60_000, ...options },
  );
