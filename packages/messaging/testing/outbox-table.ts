import { randomUUID } from 'node:crypto';
import type pg from 'pg';

const outboxTable = `
  CREATE TABLE outbox (
    seq bigserial PRIMARY KEY, id uuid NOT NULL UNIQUE, type text NOT NULL, subject text NOT NULL,
    event jsonb NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), published_at timestamptz);
  CREATE FUNCTION notify_outbox() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_notify('outbox', ''); RETURN NULL; END $$;
  CREATE TRIGGER outbox_inserted AFTER INSERT ON outbox
    FOR EACH STATEMENT EXECUTE FUNCTION notify_outbox();`;

/** Creates the table as a service's migrations do. */
export const createOutbox = async (pool: pg.Pool): Promise<void> => {
  await pool.query(outboxTable);
};

/** Saves numbered rows in one transaction, with `subjects` in turn. */
export async function saveRows(pool: pg.Pool, count: number, subjects: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, n) => ({
    id: randomUUID(),
    type: 'thing.happened.v1',
    subject: `s${n % subjects}`,
    event: { n },
  }));
  await pool.query(
    `INSERT INTO outbox (id, type, subject, event)
     SELECT id, type, subject, event
     FROM json_to_recordset($1) AS r (id uuid, type text, subject text, event jsonb)`,
    [JSON.stringify(rows)],
  );
}
