export type { Pool } from 'pg';
export { createPool, type PoolOptions } from './pool.ts';
export { createRetention, keyRetention, type RetentionPolicy } from './retention.ts';
export { inTransaction } from './transaction.ts';
