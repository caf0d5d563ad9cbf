import pg from 'pg';
import type { BroadcastSubscriber, Message, Subscription } from '../bus.ts';
import { handleBroadcast } from '../handle-broadcast.ts';
import { createWakeableTimer } from '../wakeable-timer.ts';
import {
  broadcastChannel,
  broadcastTables,
  deleteOldBroadcasts,
  readBroadcasts,
  renewSubscription,
} from './broadcast-tables.ts';
import { createReconnectingClient, type ReconnectingClientOptions } from './reconnecting-client.ts';
import { tablesLock } from './tables.ts';

export type BroadcastOptions = ReconnectingClientOptions & {
  readonly types: readonly string[];
  readonly subscriber: BroadcastSubscriber;
};

/**
 * Receives broadcasts on a dedicated connection. It stores no position: a notification names the row, and
 * `onConnected` reports that broadcasts may have been missed without a connection.
 */
export function subscribeBroadcast(options: BroadcastOptions): Subscription {
  const stopping = new AbortController();
  const connection = createReconnectingClient(options, (client, lost) =>
    receive(client, options, lost, stopping.signal),
  );
  return {
    async stop() {
      stopping.abort();
      await connection.close();
    },
  };
}

/** Receives broadcasts on one connection until it is lost. */
async function receive(
  client: pg.Client,
  { types, subscriber, log, timeoutMs: renewMs }: BroadcastOptions,
  lost: AbortSignal,
  stopping: AbortSignal,
): Promise<void> {
  const arrived: string[] = [];
  const timer = createWakeableTimer();
  client.on('notification', ({ payload = '' }) => {
    const [seq = '', type = ''] = payload.split(' ');
    if (!types.includes(type)) return;
    arrived.push(seq);
    timer.wake();
  });
  lost.addEventListener('abort', timer.wake);
  await begin(client, types);
  subscriber.onConnected?.();
  for (let renewAt = performance.now() + renewMs; !lost.aborted; ) {
    timer.arm();
    for (const message of await read(client, arrived.splice(0))) {
      if (!stopping.aborted) void handleBroadcast(subscriber, message, log);
    }
    if (performance.now() >= renewAt) {
      // The same query finds a network that stopped responding.
      await client.query(renewSubscription, [types]);
      await client.query(deleteOldBroadcasts);
      renewAt = performance.now() + renewMs;
    }
    if (arrived.length === 0) await timer.wait(renewMs);
  }
}

/** Subscribes the connection: it receives everything that is published after this resolves. */
async function begin(client: pg.Client, types: readonly string[]): Promise<void> {
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1)', [tablesLock]);
  await client.query(broadcastTables);
  await client.query('COMMIT');
  await client.query(`LISTEN ${pg.escapeIdentifier(broadcastChannel)}`);
  await client.query(renewSubscription, [types]);
}

async function read(client: pg.Client, seqs: readonly string[]): Promise<Message[]> {
  if (seqs.length === 0) return [];
  const { rows } = await client.query<Message>(readBroadcasts, [seqs]);
  if (rows.length < seqs.length) throw new Error('Broadcasts were deleted before they were read.');
  return rows;
}
