import type pg from 'pg';
import type { Depth } from '../bus.ts';

/** Counts the messages of a queue. */
export async function readDepth(pool: pg.Pool, queue: string): Promise<Depth> {
  const { rows } = await pool.query<{ pending: number; dead: number }>(
    `SELECT count(*) FILTER (WHERE dead_at IS NULL)::int AS pending,
            count(*) FILTER (WHERE dead_at IS NOT NULL)::int AS dead
     FROM bus.message WHERE queue = $1`,
    [queue],
  );
  return rows[0] ?? { pending: 0, dead: 0 };
}
