/** Where `<seq> <type>` of every broadcast message is notified. NOTIFY itself carries 8 kB at most. */
export const broadcastChannel = 'bus_broadcast';

/**
 * What listeners hear. Unlogged: what a crash of the server takes away was for connections that it
 * takes away as well. Only types that somebody listens for are written, so that a shop without
 * listeners pays nothing and the table of one whose listeners died stops growing.
 */
export const broadcastTables = `
  CREATE SCHEMA IF NOT EXISTS bus;
  CREATE UNLOGGED TABLE IF NOT EXISTS bus.listening (
    type text PRIMARY KEY,
    until timestamptz NOT NULL
  );
  CREATE UNLOGGED TABLE IF NOT EXISTS bus.broadcast (
    seq bigserial PRIMARY KEY,
    id text NOT NULL,
    type text NOT NULL,
    key text NOT NULL,
    body text NOT NULL,
    said_at timestamptz NOT NULL DEFAULT now()
  );
`;

/** Listening is said again every beat, and forgotten after several were missed. */
export const listeningSeconds = 120;

// Sorted: two listeners that renew the same types never wait for each other in a circle.
export const renewListening = `
  INSERT INTO bus.listening (type, until)
  SELECT type, now() + interval '${listeningSeconds} s' FROM unnest($1::text[]) AS type ORDER BY type
  ON CONFLICT (type) DO UPDATE SET until = excluded.until`;

/** A listener reads a message the moment it is notified; minutes later nobody wants it any more. */
export const forgetBroadcasts = `DELETE FROM bus.broadcast WHERE said_at < now() - interval '5 min'`;

/** Messages by `seq`, in the order of the notifications, which is the order of commits. */
export const readBroadcasts = `
  SELECT id, type, key, body FROM bus.broadcast
  WHERE seq = ANY($1::bigint[]) ORDER BY array_position($1::bigint[], seq)`;
