import pg from 'pg';
import type { Log } from '../log.ts';
import { defaultTimeoutMs } from '../retry.ts';
import { keepClient } from './keep-client.ts';

export type Notifications = { close(): Promise<void> };

/**
 * Calls `wake` on every NOTIFY of a channel and once after each (re)connection, since notifications
 * sent while disconnected are lost.
 */
export const listen = (
  url: string,
  channel: string,
  wake: (payload: string | undefined) => void,
  log: Log,
): Notifications =>
  keepClient({ url, log, timeoutMs: defaultTimeoutMs }, async (client, lost) => {
    client.on('notification', ({ payload }) => wake(payload));
    await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    wake(undefined);
    await lost;
  });
