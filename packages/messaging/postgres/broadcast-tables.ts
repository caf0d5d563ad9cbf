import { eventColumn } from './event-column.ts';

/** The channel that notifies `<seq> <type>` of every broadcast. NOTIFY itself carries 8 kB at most. */
export const broadcastChannel = 'bus_broadcast';

/**
 * Broadcasts and the types that have subscribers. Unlogged: what a crash of the server deletes was for
 * connections that end with it. Only types with a subscriber are stored, so that a shop without subscribers
 * pays nothing, and the table stops growing once the last subscriber has died.
 */
export const broadcastTables = `
  CREATE SCHEMA IF NOT EXISTS bus;
  CREATE UNLOGGED TABLE IF NOT EXISTS bus.broadcast_subscription (
    type text PRIMARY KEY,
    expires_at timestamptz NOT NULL
  );
  CREATE UNLOGGED TABLE IF NOT EXISTS bus.broadcast_message (
    seq bigserial PRIMARY KEY,
    id text NOT NULL,
    type text NOT NULL,
    ${eventColumn},
    key text NOT NULL,
    body text NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now()
  );
`;

/** How long a subscription counts without renewal: several renewals may be missed. */
const subscriptionSeconds = 120;

// Sorted, so that two subscribers that renew the same types never deadlock.
export const renewSubscription = `
  INSERT INTO bus.broadcast_subscription (type, expires_at)
  SELECT type, now() + interval '${subscriptionSeconds} s'
  FROM unnest($1::text[]) AS type ORDER BY type
  ON CONFLICT (type) DO UPDATE SET expires_at = excluded.expires_at`;

/** A subscriber reads a broadcast the moment it is notified; after minutes no subscriber needs it. */
export const deleteOldBroadcasts = `
  DELETE FROM bus.broadcast_message WHERE published_at < now() - interval '5 min'`;

/** Broadcasts by `seq`, in the order of the notifications, which is the order of commits. */
export const readBroadcasts = `
  SELECT id, type, key, body FROM bus.broadcast_message
  WHERE seq = ANY($1::bigint[]) ORDER BY array_position($1::bigint[], seq)`;
