import { broadcastChannel } from './broadcast-tables.ts';

/** Serialises processes that create the tables at the same time. */
export const tablesLock = 7_305_501;

/** The bus keeps its own schema in its own database; no migration tool needs to know it. */
export const tables = `
  CREATE SCHEMA IF NOT EXISTS bus;
  CREATE TABLE IF NOT EXISTS bus.binding (
    queue text NOT NULL,
    type text NOT NULL,
    PRIMARY KEY (queue, type)
  );
  CREATE INDEX IF NOT EXISTS binding_type ON bus.binding (type);
  CREATE TABLE IF NOT EXISTS bus.message (
    seq bigserial PRIMARY KEY,
    queue text NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    key text NOT NULL,
    body text NOT NULL,
    attempt integer NOT NULL DEFAULT 0,
    available_at timestamptz NOT NULL DEFAULT now(),
    -- Who handles it now; with lease_until past, who died handling it.
    lease uuid,
    lease_until timestamptz,
    error text,
    dead_at timestamptz,
    UNIQUE (queue, id)
  );
  CREATE INDEX IF NOT EXISTS message_alive ON bus.message (queue, seq) WHERE dead_at IS NULL;
  CREATE INDEX IF NOT EXISTS message_key ON bus.message (queue, key, seq) WHERE dead_at IS NULL;
  CREATE INDEX IF NOT EXISTS message_leased ON bus.message (queue, lease_until)
    WHERE dead_at IS NULL AND lease IS NOT NULL;
`;

const blockedByKey = `EXISTS (
  SELECT 1 FROM bus.message e
  WHERE e.queue = m.queue AND e.key = m.key AND e.seq <> m.seq AND e.dead_at IS NULL
    AND ((e.seq < m.seq AND e.available_at <= now()) OR e.lease_until > now()))`;

const due = (which: string) => `
  SELECT m.seq FROM bus.message m
  WHERE m.queue = $1 AND m.dead_at IS NULL AND ${which} AND NOT ${blockedByKey}`;

// MATERIALIZED: as a plain subquery the planner may run it again for each row and lock more than $4.
const take = (which: string) => `
  WITH due AS MATERIALIZED (${due(which)} ORDER BY m.seq LIMIT $4 FOR UPDATE OF m SKIP LOCKED)
  UPDATE bus.message taken
  SET attempt = attempt + 1, lease = $2, lease_until = now() + $3 * interval '1 ms'
  FROM due WHERE taken.seq = due.seq
  RETURNING taken.seq, taken.id, taken.type, taken.key, taken.body, taken.attempt`;

const ready = 'm.lease IS NULL AND m.available_at <= now()';
const abandoned = 'm.lease_until < now()';

/** Messages that are ready, oldest first; of each key only the oldest. */
export const takeReady = take(ready);
/** A message whose handler died with its process. */
export const takeAbandoned = take(abandoned);
/** Whether there is such a message. */
export const anyAbandoned = `SELECT EXISTS (${due(abandoned)}) AS found`;

/** A row with `queue` for each queue that is bound to the type, one without for those that listen. */
export const publishMessage = `
  WITH bound AS (SELECT queue FROM bus.binding WHERE type = $2),
  stored AS (
    INSERT INTO bus.message (queue, id, type, key, body)
    SELECT queue, $1, $2, $3, $4 FROM bound
    ON CONFLICT (queue, id) DO NOTHING),
  said AS (
    INSERT INTO bus.broadcast (id, type, key, body)
    SELECT $1, $2, $3, $4 FROM bus.listening WHERE type = $2 AND until > now()
    RETURNING seq)
  SELECT queue, pg_notify('bus', queue) FROM bound
  UNION ALL
  SELECT NULL, pg_notify('${broadcastChannel}', seq || ' ' || $2) FROM said`;

/** $2: [{ id, type, key, body }]. A letter that is dead is brought back to life, with fresh attempts. */
export const sendMessages = `
  INSERT INTO bus.message (queue, id, type, key, body)
  SELECT $1, m.id, m.type, m.key, m.body
  FROM ROWS FROM (json_to_recordset($2) AS (id text, type text, key text, body text))
    WITH ORDINALITY AS m (id, type, key, body, place)
  ORDER BY m.place
  ON CONFLICT (queue, id) DO UPDATE SET body = excluded.body, dead_at = NULL, error = NULL,
    attempt = 0, lease = NULL, lease_until = NULL, available_at = now()
  WHERE bus.message.dead_at IS NOT NULL`;
