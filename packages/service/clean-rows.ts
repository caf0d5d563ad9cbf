import type pg from 'pg';

/** Rows of a table are kept for so many days after the time in this column. */
export type Kept = { readonly table: string; readonly since: string; readonly days: number };

/** Idempotency keys, which every service that takes them saves alike. */
export const keptKeys = (days: number): Kept => ({
  table: 'idempotency_keys',
  since: 'created_at',
  days,
});

/** Small enough that nobody waits for it. */
const batchSize = 1_000;

/** A function that deletes one batch of what was kept long enough. It resolves to whether there may be more. */
export const createCleaner =
  (pool: pg.Pool, kept: readonly Kept[]) => async (): Promise<boolean> => {
    const counts = await Promise.all(kept.map((one) => deleteBatch(pool, one)));
    return counts.includes(batchSize);
  };

async function deleteBatch(pool: pg.Pool, { table, since, days }: Kept): Promise<number | null> {
  // Locked in the same breath: a row that is being changed is not old.
  const { rowCount } = await pool.query(
    `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM ${table} WHERE ${since} < now() - $1 * interval '1 day'
       LIMIT $2 FOR UPDATE SKIP LOCKED))`,
    [days, batchSize],
  );
  return rowCount;
}
