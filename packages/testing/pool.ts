import { createPool, type Pool, type PoolOptions } from '@shop/service/postgres';

/** The limit of a test (vitest.config.ts): on a busy machine a fixture of 100,000 rows takes minutes. */
const timeoutMs = 600_000;

/**
 * Creates a pool for tests that logs nothing. Its statements, and those that wait for a connection, may take as long as
 * their test.
 */
export const createTestPool = (url: string, options: PoolOptions = {}): Pool =>
  createPool(
    url,
    { warn: () => undefined },
    { connectTimeoutMs: timeoutMs, statementTimeoutMs: timeoutMs, ...options },
  );
