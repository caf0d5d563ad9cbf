import type pg from 'pg';
import { inTransaction } from './transaction.ts';

/** Rows of a table are deleted this number of days after the time in a column. */
export type RetentionPolicy = {
  readonly table: string;
  readonly column: string;
  readonly days: number;
  /**
   * An indexed column in whose order rows age, for a table whose time has no index: reads only the
   * first rows in this order.
   */
  readonly agesBy?: string;
};

/** Idempotency keys, which services store alike. */
export const keyRetention = (days: number): RetentionPolicy => ({
  table: 'idempotency_keys',
  column: 'created_at',
  days,
});

/** Only one process per database deletes at a time. */
const retentionLock = 7_305_504;
/** Small enough that no other statement waits long for these rows. */
const batchSize = 1_000;

const expired = ({ table, column, agesBy }: RetentionPolicy) =>
  agesBy
    ? `SELECT ctid FROM (
         SELECT ctid, ${column} AS at FROM ${table} WHERE ${column} IS NOT NULL
         ORDER BY ${agesBy} LIMIT $2) AS oldest
       WHERE at < now() - $1 * interval '1 day'`
    : // Locked at once: a row that is being changed is not old.
      `SELECT ctid FROM ${table} WHERE ${column} < now() - $1 * interval '1 day'
       ORDER BY ${column} LIMIT $2 FOR UPDATE SKIP LOCKED`;

/** Deletes one batch and returns whether there may be more. Does nothing while another process deletes. */
const deleteBatch = (pool: pg.Pool, policy: RetentionPolicy): Promise<boolean> =>
  inTransaction(pool, async (client) => {
    const lock = await client.query<{ won: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS won',
      [retentionLock],
    );
    if (!lock.rows[0]?.won) return false;
    const { rowCount } = await client.query(
      `DELETE FROM ${policy.table} WHERE ctid = ANY (ARRAY(${expired(policy)}))`,
      [policy.days, batchSize],
    );
    return rowCount === batchSize;
  });

/**
 * Returns a function that deletes every row older than its policy allows, in batches, until `signal`
 * aborts. A policy that fails does not stop the others; the first failure is thrown in the end.
 */
export const createRetention =
  (pool: pg.Pool, policies: readonly RetentionPolicy[]) =>
  async (signal?: AbortSignal): Promise<void> => {
    const failures: unknown[] = [];
    for (const policy of policies) {
      try {
        while (!signal?.aborted && (await deleteBatch(pool, policy))) {}
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
