import pg from 'pg';
import type { Log } from '../log.ts';
import { atMost, backoffMs, pause } from '../retry.ts';

export type KeptClient = {
  readonly url: string;
  readonly log: Log;
  /** How long a query may take before the connection counts as lost. */
  readonly timeoutMs: number;
};

/** A database that went silent does not say goodbye either. */
const goodbyeMs = 2_000;

/**
 * Gives a connection of its own to `use`, and the next one when that ends: because the connection was
 * `lost`, or because `use` threw.
 */
export function keepClient(
  { url, log, timeoutMs }: KeptClient,
  use: (client: pg.Client, lost: Promise<void>) => Promise<void>,
) {
  const closing = new AbortController();
  let client: pg.Client | undefined;

  async function connectOnce(): Promise<void> {
    const current = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 5_000,
      query_timeout: timeoutMs,
    });
    client = current;
    const lost = new Promise<void>((resolve) => {
      current.on('end', resolve);
      current.on('error', () => resolve());
    });
    try {
      await current.connect();
      await use(current, lost);
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
        log.warn({ err: error, failures }, 'listening failed, connecting again');
        failures++;
      }
      await pause(backoffMs(failures), closing.signal);
    }
  })();

  return {
    async close(): Promise<void> {
      closing.abort();
      if (client) await atMost(goodbyeMs, client.end());
      await atMost(goodbyeMs, running);
    },
  };
}
