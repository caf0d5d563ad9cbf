import type pg from 'pg';
import type { Log } from './log.ts';
import { inTransaction } from './postgres/transaction.ts';
import { pause } from './retry.ts';

/** How long the history of events is kept, in days. */
export type Retention = {
  /** Published rows of the outbox: what a replay can send again. */
  readonly outboxDays: number;
  /** Notes of events that were handled: how long a second delivery is recognised. */
  readonly inboxDays: number;
};

/** At least as long in the inbox as in the outbox, or a replay would be taken for news. */
export const defaultRetention: Retention = { outboxDays: 30, inboxDays: 30 };

/** Only one process per database cleans at a time; who publishes does not wait for it. */
const cleaningLock = 7_305_504;
/** Small enough that nothing waits long for the rows. */
const batchSize = 1_000;
const cleanEveryMs = 60 * 60_000;

// Rows lie nearly in the order of their age: what is not among the first is not old enough yet.
const cleanOutbox = `
  DELETE FROM outbox WHERE seq IN (
    SELECT seq FROM (
      SELECT seq, published_at FROM outbox WHERE published_at IS NOT NULL ORDER BY seq LIMIT $2
    ) AS first
    WHERE published_at < now() - $1 * interval '1 day')`;
const cleanInbox = `
  DELETE FROM inbox WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM inbox WHERE received_at < now() - $1 * interval '1 day'
    ORDER BY received_at LIMIT $2))`;

export type Cleaning = {
  /** Of the service's own database. */
  readonly pool: pg.Pool;
  readonly retention: Retention;
  /** Deletes one batch of what else is old enough; resolves to whether there may be more. */
  readonly alsoClean?: (() => Promise<boolean>) | undefined;
  readonly log: Log;
  readonly stopping: AbortSignal;
};

/** Cleans now and every hour until it is told to stop. What fails is logged, and waits for the next hour. */
export async function keepClean({ pool, retention, alsoClean, log, stopping }: Cleaning) {
  const failed = (error: unknown) => {
    log.warn({ err: error }, 'history not cleaned, trying again in an hour');
    return false;
  };
  while (!stopping.aborted) {
    const more = await cleanBatch(pool, retention).catch(failed);
    const moreOfOthers = (await alsoClean?.().catch(failed)) ?? false;
    if (!more && !moreOfOthers) await pause(cleanEveryMs, stopping);
  }
}

/**
 * Deletes one batch of what is older than the retention, from the outbox and, where the service has
 * one, the inbox. Resolves to whether there may be more. Does nothing while another process cleans.
 */
const cleanBatch = (pool: pg.Pool, { outboxDays, inboxDays }: Retention): Promise<boolean> =>
  inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ won: boolean; inbox: boolean }>(
      `SELECT pg_try_advisory_xact_lock($1) AS won, to_regclass('inbox') IS NOT NULL AS inbox`,
      [cleaningLock],
    );
    if (!rows[0]?.won) return false;
    const outbox = await client.query(cleanOutbox, [outboxDays, batchSize]);
    const inbox = rows[0].inbox && (await client.query(cleanInbox, [inboxDays, batchSize]));
    return outbox.rowCount === batchSize || (inbox && inbox.rowCount === batchSize);
  });
