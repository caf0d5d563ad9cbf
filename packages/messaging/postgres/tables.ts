import { broadcastChannel } from './broadcast-tables.ts';

/** Serialises processes that create the tables at the same time. */
export const tablesLock = 7_305_501;

/** The bus creates its own schema in its own database, without a migration tool. */
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
    -- The subscription that handles it; once lease_until has passed, that handler has died.
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

// MATERIALIZED: the planner may run a plain subquery again for each row and lock more than $4 rows.
const take = (which: string) => `
  WITH due AS MATERIALIZED (${due(which)} ORDER BY m.seq LIMIT $4 FOR UPDATE OF m SKIP LOCKED)
  UPDATE bus.message taken
  SET attempt = attempt + 1, lease = $2, lease_until = now() + $3 * interval '1 ms'
  FROM due WHERE taken.seq = due.seq
  RETURNING taken.seq, taken.id, taken.type, taken.key, taken.body, taken.attempt`;

const ready = 'm.lease IS NULL AND m.available_at <= now()';
const abandoned = 'm.lease_until < now()';

// Statements that run for every message are named: PostgreSQL plans them once per connection.

/** Takes messages that are ready, the oldest first; of each key only the oldest. */
export const takeReady = { name: 'bus_take_ready', text: take(ready) };
/** Takes a message whose handler died with its process. */
export const takeAbandoned = { name: 'bus_take_abandoned', text: take(abandoned) };
/** Whether a message of a dead handler exists. */
export const anyAbandoned = {
  name: 'bus_any_abandoned',
  text: `SELECT EXISTS (${due(abandoned)}) AS found`,
};

/** Removes handled messages by `seq`. */
export const removeHandled = {
  name: 'bus_remove_handled',
  text: 'DELETE FROM bus.message WHERE seq = ANY($1::bigint[]) AND lease = $2',
};

/** Extends the lease $2 of the messages $1 to $3 ms from now. */
export const renewLease = `UPDATE bus.message SET lease_until = now() + $3 * interval '1 ms'
  WHERE seq = ANY($1) AND lease = $2`;
/** Returns the messages of the lease $2 to the queue $1 as if they had not been taken. */
export const endLease = `
  UPDATE bus.message SET lease = NULL, lease_until = NULL, attempt = attempt - 1
  WHERE queue = $1 AND lease = $2 AND dead_at IS NULL`;

const messages = (parameter: string) => `
  ROWS FROM (json_to_recordset(${parameter}) AS (id text, type text, key text, body text))
    WITH ORDINALITY AS m (id, type, key, body, place)`;

/**
 * Stores $1, a list of { id, type, key, body }, for every queue that is bound to the type. Returns a row with
 * `type` for each of these queues, and a row without for each broadcast.
 */
export const publishMessages = {
  name: 'bus_publish_messages',
  text: `
  WITH bound AS (
    SELECT b.queue, m.id, m.type, m.key, m.body, m.place
    FROM ${messages('$1')} JOIN bus.binding b ON b.type = m.type),
  stored AS (
    INSERT INTO bus.message (queue, id, type, key, body)
    SELECT queue, id, type, key, body FROM bound ORDER BY place
    ON CONFLICT (queue, id) DO NOTHING),
  broadcast AS (
    INSERT INTO bus.broadcast_message (id, type, key, body)
    SELECT m.id, m.type, m.key, m.body
    FROM ${messages('$1')} JOIN bus.broadcast_subscription s
      ON s.type = m.type AND s.expires_at > now()
    ORDER BY m.place
    RETURNING seq, type)
  SELECT type, pg_notify('bus', queue) FROM (SELECT DISTINCT type, queue FROM bound) woken
  UNION ALL
  SELECT NULL, pg_notify('${broadcastChannel}', seq || ' ' || type) FROM broadcast`,
};

/** Stores $2, a list of { id, type, key, body }, for queue $1. A dead letter returns with fresh attempts. */
export const sendMessages = `
  INSERT INTO bus.message (queue, id, type, key, body)
  SELECT $1, m.id, m.type, m.key, m.body FROM ${messages('$2')}
  ORDER BY m.place
  ON CONFLICT (queue, id) DO UPDATE SET body = excluded.body, dead_at = NULL, error = NULL,
    attempt = 0, lease = NULL, lease_until = NULL, available_at = now()
  WHERE bus.message.dead_at IS NOT NULL`;
