import { once } from 'node:events';
import pg from 'pg';
import { defaultTimeoutMs } from '../deadline.ts';
import type { Log } from '../log.ts';
import { createReconnectingClient } from './reconnecting-client.ts';

export type Notifications = { close(): Promise<void> };

/**
 * Calls `wake` on every NOTIFY of a channel and once after each (re)connection, since notifications
 * sent while disconnected are lost.
 */
export const listenToChannel = (
  url: string,
  channel: string,
  wake: (payload: string | undefined) => void,
  log: Log,
): Notifications =>
  createReconnectingClient({ url, log, timeoutMs: defaultTimeoutMs }, async (client, lost) => {
    client.on('notification', ({ payload }) => wake(payload));
    await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    wake(undefined);
    if (!lost.aborted) await once(lost, 'abort');
  });
