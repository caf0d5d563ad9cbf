import type pg from 'pg';
import { relayLock } from './outbox-batch.ts';
import { inTransaction } from './postgres/transaction.ts';

/** How long the history of events is kept, in days. */
export type Retention = {
  /** Published rows of the outbox: what a replay can send again. */
  readonly outboxDays: number;
  /** Notes of events that were handled: how long a second delivery is recognised. */
  readonly inboxDays: number;
};

/** At least as long in the inbox as in the outbox, or a replay would be taken for news. */
export const defaultRetention: Retention = { outboxDays: 30, inboxDays: 30 };

/** Small enough that publishing does not wait for it. */
const batchSize = 1_000;

// Rows lie nearly in the order of their age: what is not among the first is not old enough yet.
const cleanOutbox = `
  DELETE FROM outbox WHERE seq IN (
    SELECT seq FROM (
      SELECT seq, published_at FROM outbox WHERE published_at IS NOT NULL ORDER BY seq LIMIT $2
    ) AS first
    WHERE published_at < now() - $1 * interval '1 day')`;
const cleanInbox = `
  DELETE FROM inbox WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM inbox WHERE received_at < now() - $1 * interval '1 day' LIMIT $2))`;

/**
 * Deletes one batch of what is older than the retention, from the outbox and, where the service has
 * one, the inbox. Resolves to whether there may be more. Does nothing while another relay works.
 */
export const cleanBatch = (pool: pg.Pool, { outboxDays, inboxDays }: Retention): Promise<boolean> =>
  inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ won: boolean; inbox: boolean }>(
      `SELECT pg_try_advisory_xact_lock($1) AS won, to_regclass('inbox') IS NOT NULL AS inbox`,
      [relayLock],
    );
    if (!rows[0]?.won) return false;
    const outbox = await client.query(cleanOutbox, [outboxDays, batchSize]);
    const inbox = rows[0].inbox && (await client.query(cleanInbox, [inboxDays, batchSize]));
    return outbox.rowCount === batchSize || (inbox && inbox.rowCount === batchSize);
  });
