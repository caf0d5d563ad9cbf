export type { Pool } from 'pg';
export { firstResult } from './idempotency.ts';
export { createPool, type PoolOptions } from './pool.ts';
export { createRetention, keyRetention, type RetentionPolicy } from './retention.ts';
export { assignRow, fromRow, insertRows, type Parameter, type Row, updateRows } from './rows.ts';
export type { SqlClient } from './sql-client.ts';
export { createSqlDatabase, type SqlDatabase } from './sql-database.ts';
export { inTransaction } from './transaction.ts';
export { writeTogether } from './write-together.ts';
