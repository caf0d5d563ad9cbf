import type pg from 'pg';
import type { DeadLetters } from '../bus.ts';

const chosen = 'queue = $1 AND dead_at IS NOT NULL AND ($2::text[] IS NULL OR id = ANY($2))';

/** Reads and changes the dead letters of one queue: its rows with `dead_at`. */
export const createDeadLetters = (pool: pg.Pool, queue: string): DeadLetters => ({
  async list(limit = 100) {
    const { rows } = await pool.query(
      `SELECT id, type, key, body, queue, attempt AS attempts, coalesce(error, '') AS error, dead_at
       FROM bus.message WHERE queue = $1 AND dead_at IS NOT NULL ORDER BY dead_at, seq LIMIT $2`,
      [queue, limit],
    );
    return rows.map(({ dead_at, ...row }) => ({ ...row, failedAt: dead_at.toISOString() }));
  },

  async redrive(ids) {
    const { rowCount } = await pool.query(
      `UPDATE bus.message SET dead_at = NULL, error = NULL, attempt = 0, lease = NULL,
         lease_until = NULL, available_at = now() WHERE ${chosen}`,
      [queue, ids ?? null],
    );
    await pool.query(`SELECT pg_notify('bus', $1)`, [queue]);
    return rowCount ?? 0;
  },

  async purge(ids) {
    const { rowCount } = await pool.query(`DELETE FROM bus.message WHERE ${chosen}`, [
      queue,
      ids ?? null,
    ]);
    return rowCount ?? 0;
  },
});
