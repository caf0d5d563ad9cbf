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

const take = (which: string) => `
  UPDATE bus.message SET attempt = attempt + 1, lease = $2, lease_until = now() + $3 * interval '1 ms'
  WHERE seq IN (
    SELECT m.seq FROM bus.message m
    WHERE m.queue = $1 AND m.dead_at IS NULL AND ${which} AND NOT ${blockedByKey}
    ORDER BY m.seq LIMIT $4 FOR UPDATE SKIP LOCKED)
  RETURNING seq, id, type, key, body, attempt`;

/** Messages that are ready, oldest first; of each key only the oldest. */
export const takeReady = take('m.lease IS NULL AND m.available_at <= now()');
/** A message whose handler died with its process. */
export const takeAbandoned = take('m.lease_until < now()');

export const publishMessage = `
  WITH stored AS (
    INSERT INTO bus.message (queue, id, type, key, body)
    SELECT queue, $1, $2, $3, $4 FROM bus.binding WHERE type = $2
    ON CONFLICT (queue, id) DO NOTHING
    RETURNING queue)
  SELECT pg_notify('bus', queue) FROM stored`;
