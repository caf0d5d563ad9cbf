import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Delivery } from '../bus.ts';
import { isPermanent, isUnavailable, messageOf } from '../errors.ts';
import { holdWhileUnavailable } from '../hold.ts';
import type { Log } from '../log.ts';
import { backoffMs, pause } from '../retry.ts';
import { takeAbandoned, takeReady } from './tables.ts';

export type SubscriptionOptions = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly queue: string;
  readonly handle: (delivery: Delivery) => Promise<void>;
  readonly concurrency: number;
  readonly retryDelaysMs: readonly number[];
  readonly leaseMs: number;
};

type Taken = Delivery & { readonly seq: string };
type Row = Omit<Delivery, 'attempt'> & { seq: string; attempt: number };

/** The net under NOTIFY: how long a message can lie when its notification was lost. */
const pollMs = 1_000;

/** Handles the messages of one queue until stopped. `wake` says that there may be some. */
export function subscribeTo(options: SubscriptionOptions) {
  const { pool, log, queue, concurrency, leaseMs } = options;
  const lease = randomUUID();
  const stopping = new AbortController();
  const inFlight = new Map<string, Promise<void>>();
  let alone = false;
  let nap = new AbortController();
  const wake = () => nap.abort();

  async function take(): Promise<number> {
    // A message whose handler died may kill again: it is tried with no neighbours at risk.
    if (inFlight.size === 0) {
      const [suspect] = await query(takeAbandoned, 1);
      if (suspect) {
        alone = true;
        start(suspect);
        return 1;
      }
    }
    const room = alone ? 0 : concurrency - inFlight.size;
    const rows = room > 0 ? await query(takeReady, room) : [];
    for (const row of rows) start(row);
    return rows.length;
  }

  async function query(sql: string, limit: number): Promise<Taken[]> {
    const { rows } = await pool.query<Row>(sql, [queue, lease, leaseMs, limit]);
    return rows.sort((a, b) => Number(a.seq) - Number(b.seq));
  }

  function start(taken: Taken): void {
    const work = handleOne(options, lease, taken, stopping.signal).finally(() => {
      inFlight.delete(taken.seq);
      alone = false;
      wake();
    });
    inFlight.set(taken.seq, work);
  }

  const renewing = setInterval(() => {
    if (inFlight.size === 0) return;
    const sql = `UPDATE bus.message SET lease_until = now() + $3 * interval '1 ms'
                 WHERE seq = ANY($1) AND lease = $2`;
    pool
      .query(sql, [[...inFlight.keys()], lease, leaseMs])
      .catch((error) => log.debug({ err: error, queue }, 'leases not renewed'));
  }, leaseMs / 3);

  const running = (async () => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      nap = new AbortController();
      const napping = AbortSignal.any([nap.signal, stopping.signal]);
      try {
        const taken = await take();
        failures = 0;
        if (taken === 0 || inFlight.size >= concurrency || alone) await pause(pollMs, napping);
      } catch (error) {
        log.warn({ err: error, queue }, 'queue cannot be read');
        await pause(backoffMs(failures++), stopping.signal);
      }
    }
  })();

  async function stop(graceMs = 10_000): Promise<void> {
    stopping.abort();
    await running;
    const deadline = new AbortController();
    await Promise.race([Promise.all(inFlight.values()), pause(graceMs, deadline.signal)]);
    deadline.abort();
    clearInterval(renewing);
  }

  return { wake, stop };
}

async function handleOne(
  { pool, log, queue, handle, retryDelaysMs }: SubscriptionOptions,
  lease: string,
  taken: Taken,
  stopping: AbortSignal,
): Promise<void> {
  const { seq, ...delivery } = taken;
  const mine = [seq, lease];
  try {
    if (taken.attempt > retryDelaysMs.length + 1) {
      await bury(new Error(`its handler died ${taken.attempt - 1} times`));
      return;
    }
    await holdWhileUnavailable(() => handle(delivery), stopping, log, taken);
    await pool.query('DELETE FROM bus.message WHERE seq = $1 AND lease = $2', mine);
  } catch (error) {
    await settle(error).catch((lost) =>
      // The lease ends by itself, and the message comes again.
      log.warn({ err: lost, queue, id: taken.id }, 'outcome not stored'),
    );
  }

  async function settle(error: unknown): Promise<void> {
    if (isUnavailable(error)) return release(error);
    const delayMs = isPermanent(error) ? undefined : retryDelaysMs[taken.attempt - 1];
    if (delayMs === undefined) return bury(error);
    log.warn({ err: error, queue, id: taken.id, attempt: taken.attempt, delayMs }, 'will retry');
    await pool.query(
      `UPDATE bus.message SET lease = NULL, lease_until = NULL, error = $3,
         available_at = now() + $4 * interval '1 ms' WHERE seq = $1 AND lease = $2`,
      [...mine, messageOf(error), delayMs],
    );
  }

  async function release(error: unknown): Promise<void> {
    await pool.query(
      `UPDATE bus.message SET lease = NULL, lease_until = NULL, attempt = attempt - 1, error = $3
       WHERE seq = $1 AND lease = $2`,
      [...mine, messageOf(error)],
    );
  }

  async function bury(error: unknown): Promise<void> {
    log.error({ err: error, queue, id: taken.id, type: taken.type }, 'message is dead');
    await pool.query(
      'UPDATE bus.message SET dead_at = now(), error = $3 WHERE seq = $1 AND lease = $2',
      [...mine, messageOf(error)],
    );
  }
}
