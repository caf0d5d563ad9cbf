import pg from 'pg';
import { atMost, closeTimeoutMs } from '../deadline.ts';
import type { Log } from '../log.ts';
import { backoffMs, pause, repeatUntilStopped } from '../retry.ts';

export type ReconnectingClientOptions = {
  readonly url: string;
  readonly log: Log;
  /** How long a query may take before the connection counts as lost. */
  readonly timeoutMs: number;
};

/**
 * Passes a dedicated connection to `use`, and a new one each time `use` ends: because it saw `lost` abort,
 * or because it threw.
 */
export function createReconnectingClient(
  { url, log, timeoutMs }: ReconnectingClientOptions,
  use: (client: pg.Client, lost: AbortSignal) => Promise<void>,
) {
  const closing = new AbortController();
  let current: pg.Client | undefined;

  async function connectOnce(): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 5_000,
      query_timeout: timeoutMs,
    });
    current = client;
    const lost = new AbortController();
    client.on('end', () => lost.abort());
    client.on('error', () => lost.abort());
    try {
      await client.connect();
      await use(client, lost.signal);
    } finally {
      await atMost(closeTimeoutMs, client.end());
    }
    await pause(backoffMs(0), closing.signal);
  }

  const running = repeatUntilStopped(connectOnce, closing.signal, (error, failures) =>
    log.warn({ err: error, failures }, 'database connection failed, connecting again'),
  );

  return {
    async close(): Promise<void> {
      closing.abort();
      if (current) await atMost(closeTimeoutMs, current.end());
      await atMost(closeTimeoutMs, running);
    },
  };
}
