import { createPool, type Pool, type PoolOptions } from '@shop/service/postgres';

/**
 * Creates a pool for tests that logs nothing. Its statements may outlast every deadline of a test, since a
 * fixture of 100,000 rows takes minutes on a busy machine.
 */
export const createTestPool = (url: string, options: PoolOptions = {}): Pool =>
  createPool(
    url,
    { warn: () => undefined },
    { connectTimeoutMs: 30_000, statementTimeoutMs: 600_000, ...options },
  );
