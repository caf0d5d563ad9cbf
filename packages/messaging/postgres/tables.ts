import { broadcastChannel } from './broadcast-tables.ts';
import { eventColumn } from './event-column.ts';

/** Serialises processes that create the tables at the same time. */
export const tablesLock = 7_305_501;

/** With a queue, serialises the subscriptions that take from it. */
const takeLock = 7_305_505;

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
    ${eventColumn},
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
  -- Of earlier versions: each index costs every message three writes.
  DROP INDEX IF EXISTS bus.message_key;
  CREATE INDEX IF NOT EXISTS message_leased ON bus.message (queue, lease_until)
    WHERE dead_at IS NULL AND lease IS NOT NULL;

  -- Removes what a subscription has handled and takes what is ready, the oldest first, in one round trip and one
  -- commit. One subscription of a queue takes at a time: the statement after the lock sees what others have taken,
  -- so that messages of one key are never in two hands.
  CREATE OR REPLACE FUNCTION bus.exchange(
    wanted text, holder uuid, lease_ms float8, at_most integer, handled bigint[])
  RETURNS TABLE (seq bigint, id text, type text, key text, body text, attempt integer)
  LANGUAGE plpgsql AS $$
  #variable_conflict use_column
  BEGIN
    IF cardinality(handled) > 0 THEN
      DELETE FROM bus.message m WHERE m.seq = ANY(handled) AND m.lease = holder;
    END IF;
    IF at_most = 0 THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(${takeLock}, hashtext(wanted));
    RETURN QUERY
      WITH due AS MATERIALIZED (
        SELECT m.seq FROM bus.message m
        WHERE m.queue = wanted AND m.dead_at IS NULL AND m.lease IS NULL AND m.available_at <= now()
          AND NOT EXISTS (
            SELECT FROM bus.message e
            WHERE e.queue = wanted AND e.key = m.key AND e.dead_at IS NULL AND e.lease IS NOT NULL)
        ORDER BY m.seq LIMIT at_most FOR UPDATE OF m)
      UPDATE bus.message taken
      SET attempt = taken.attempt + 1, lease = holder,
        lease_until = clock_timestamp() + lease_ms * interval '1 ms'
      FROM due WHERE taken.seq = due.seq
      RETURNING taken.seq, taken.id, taken.type, taken.key, taken.body, taken.attempt;
  END $$;
`;

// What waits for a retry does not block: later messages pass it.
const abandoned = `
  SELECT m.seq FROM bus.message m
  WHERE m.queue = $1 AND m.dead_at IS NULL AND m.lease IS NOT NULL AND m.lease_until < now()
    AND NOT EXISTS (
      SELECT FROM bus.message e
      WHERE e.queue = m.queue AND e.key = m.key AND e.dead_at IS NULL AND e.lease IS NOT NULL
        AND e.seq <> m.seq AND (e.seq < m.seq OR e.lease_until > now()))`;

// Statements that run for every message are named: PostgreSQL plans them once per connection.

/** Removes the messages $5 of the lease $2 from the queue $1, and takes at most $4 messages for $3 ms. */
export const exchange = {
  name: 'bus_exchange',
  text: 'SELECT * FROM bus.exchange($1, $2, $3, $4, $5)',
};
/** Takes a message whose handler died with its process. */
export const takeAbandoned = {
  name: 'bus_take_abandoned',
  // MATERIALIZED: the planner may run a plain subquery again for each row and lock more than one.
  text: `
    WITH due AS MATERIALIZED (${abandoned} ORDER BY m.seq LIMIT 1 FOR UPDATE OF m SKIP LOCKED)
    UPDATE bus.message taken
    SET attempt = attempt + 1, lease = $2, lease_until = now() + $3 * interval '1 ms'
    FROM due WHERE taken.seq = due.seq
    RETURNING taken.seq, taken.id, taken.type, taken.key, taken.body, taken.attempt`,
};
/** Whether a message of a dead handler exists. */
export const anyAbandoned = {
  name: 'bus_any_abandoned',
  text: `SELECT EXISTS (${abandoned}) AS found`,
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
