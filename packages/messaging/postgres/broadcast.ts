import pg from 'pg';
import type { Listener, Message, Subscription } from '../bus.ts';
import { handOver } from '../hand-over.ts';
import { createNap } from '../retry.ts';
import {
  broadcastChannel,
  broadcastTables,
  forgetBroadcasts,
  readBroadcasts,
  renewListening,
} from './broadcast-tables.ts';
import { type KeptClient, keepClient } from './keep-client.ts';
import { tablesLock } from './tables.ts';

export type BroadcastOptions = KeptClient & {
  readonly types: readonly string[];
  readonly listener: Listener;
};

/**
 * Hears broadcasts on a connection of its own. There is no position to keep: a notification names the
 * row, and what was said while there was no connection is what `onConnected` tells of.
 */
export function hearBroadcasts({ types, listener, ...options }: BroadcastOptions): Subscription {
  // Listening is renewed so often; a network that went silent is found by the same query.
  const { log, timeoutMs: beatMs } = options;
  let stopped = false;
  const connection = keepClient(options, async (client, lost) => {
    const arrived: string[] = [];
    const nap = createNap();
    let over = false;
    client.on('notification', ({ payload = '' }) => {
      const [seq = '', type = ''] = payload.split(' ');
      if (!types.includes(type)) return;
      arrived.push(seq);
      nap.wake();
    });
    void lost.then(() => {
      over = true;
      nap.wake();
    });
    await begin(client, types);
    listener.onConnected?.();
    for (let beatAt = performance.now() + beatMs; !over; ) {
      nap.begin();
      for (const message of await read(client, arrived.splice(0))) {
        if (!stopped) void handOver(listener, message, log);
      }
      if (performance.now() >= beatAt) {
        await client.query(renewListening, [types]);
        await client.query(forgetBroadcasts);
        beatAt = performance.now() + beatMs;
      }
      if (arrived.length === 0) await nap.sleep(beatMs);
    }
  });
  return {
    async stop() {
      stopped = true;
      await connection.close();
    },
  };
}

/** What is published after this is heard. */
async function begin(client: pg.Client, types: readonly string[]): Promise<void> {
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1)', [tablesLock]);
  await client.query(broadcastTables);
  await client.query('COMMIT');
  await client.query(`LISTEN ${pg.escapeIdentifier(broadcastChannel)}`);
  await client.query(renewListening, [types]);
}

async function read(client: pg.Client, seqs: readonly string[]): Promise<Message[]> {
  if (seqs.length === 0) return [];
  const { rows } = await client.query<Message>(readBroadcasts, [seqs]);
  if (rows.length < seqs.length) throw new Error('broadcasts were forgotten before they were read');
  return rows;
}
