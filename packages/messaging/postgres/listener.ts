import pg from 'pg';
import type { Log } from '../log.ts';
import { atMost, backoffMs, pause } from '../retry.ts';

export type Listener = { close(): Promise<void> };

/** A database that went silent does not say goodbye either. */
const goodbyeMs = 2_000;

/**
 * Calls `wake` on every NOTIFY of a channel and once after each (re)connection, since notifications
 * sent while disconnected are lost.
 */
export function listen(
  url: string,
  channel: string,
  wake: (payload: string | undefined) => void,
  log: Log,
): Listener {
  const closing = new AbortController();
  let client: pg.Client | undefined;

  async function connectOnce(): Promise<void> {
    const current = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client = current;
    const ended = new Promise<void>((resolve) => {
      current.on('end', resolve);
      current.on('error', () => resolve());
    });
    current.on('notification', ({ payload }) => wake(payload));
    try {
      await current.connect();
      await current.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      wake(undefined);
      await ended;
    } finally {
      await atMost(goodbyeMs, current.end());
    }
  }

  const running = (async () => {
    for (let failures = 0; !closing.signal.aborted; ) {
      try {
        await connectOnce();
        failures = 0;
      } catch (error) {
        log.debug({ err: error, channel }, 'listening failed');
        failures++;
      }
      await pause(backoffMs(failures), closing.signal);
    }
  })();

  return {
    async close() {
      closing.abort();
      if (client) await atMost(goodbyeMs, client.end());
      await atMost(goodbyeMs, running);
    },
  };
}
