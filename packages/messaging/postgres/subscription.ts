import { randomUUID } from 'node:crypto';
import { atMost, backoffMs, createNap, pause } from '../retry.ts';
import { together } from '../together.ts';
import { type Handling, handleOne, type Taken } from './handle-one.ts';
import { anyAbandoned, removeHandled, takeAbandoned, takeReady } from './tables.ts';

export type SubscriptionOptions = Omit<Handling, 'lease' | 'stopping' | 'remove'> & {
  readonly concurrency: number;
  readonly leaseMs: number;
};

/** The net under NOTIFY: how long a message can lie when its notification was lost. */
const pollMs = 1_000;

/** Handles the messages of one queue until stopped. `wake` says that there may be some. */
export function subscribeTo(options: SubscriptionOptions) {
  const { pool, log, queue, concurrency, leaseMs } = options;
  const lease = randomUUID();
  const stopping = new AbortController();
  const remove = together((seqs: readonly string[]) =>
    pool.query({ ...removeHandled, values: [seqs, lease] }),
  );
  const handling: Handling = { ...options, lease, stopping: stopping.signal, remove };
  const inFlight = new Map<string, Promise<void>>();
  // A message whose handler died may kill again: it is tried with no neighbours at risk.
  let alone = false;
  let draining = false;
  let lookAt = 0;
  const nap = createNap();

  async function take(): Promise<number> {
    if (alone) return 0;
    const idle = inFlight.size === 0;
    if (performance.now() >= lookAt || (idle && draining)) {
      lookAt = performance.now() + pollMs;
      if (idle) await takeSuspect();
      // A queue that is never idle would never come to its abandoned messages.
      else draining = await isAnyAbandoned();
    }
    if (alone || draining || inFlight.size >= concurrency) return 0;
    const rows = await query(takeReady, concurrency - inFlight.size);
    for (const row of rows) start(row);
    return rows.length;
  }

  async function takeSuspect(): Promise<void> {
    draining = false;
    const [suspect] = await query(takeAbandoned, 1);
    if (!suspect) return;
    alone = true;
    // Where one died, others may have died with it.
    lookAt = 0;
    start(suspect);
  }

  async function isAnyAbandoned(): Promise<boolean> {
    const { rows } = await pool.query<{ found: boolean }>({ ...anyAbandoned, values: [queue] });
    return rows[0]?.found ?? false;
  }

  async function query(statement: typeof takeReady, limit: number): Promise<Taken[]> {
    const values = [queue, lease, leaseMs, limit];
    const { rows } = await pool.query<Taken>({ ...statement, values });
    return rows.sort((a, b) => Number(a.seq) - Number(b.seq));
  }

  function start(taken: Taken): void {
    const work = handleOne(handling, taken).then((delayMs) => {
      if (delayMs !== undefined) setTimeout(nap.wake, delayMs).unref();
      inFlight.delete(taken.seq);
      if (inFlight.size === 0) alone = false;
      nap.wake();
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
      nap.begin();
      try {
        const taken = await take();
        failures = 0;
        if (taken === 0 || inFlight.size >= concurrency) await nap.sleep(pollMs);
      } catch (error) {
        log.warn({ err: error, queue }, 'queue cannot be read');
        await pause(backoffMs(failures++), stopping.signal);
      }
    }
  })();

  /** Gives back what did not finish in time, as if it had not been taken. */
  async function giveBack(): Promise<void> {
    if (inFlight.size === 0) return;
    const sql = `UPDATE bus.message SET lease = NULL, lease_until = NULL, attempt = attempt - 1
                 WHERE queue = $1 AND lease = $2 AND dead_at IS NULL`;
    await pool
      .query(sql, [queue, lease])
      .catch((error) => log.warn({ err: error, queue }, 'messages come back as their lease ends'));
    await pool.query(`SELECT pg_notify('bus', $1)`, [queue]).catch(() => undefined);
  }

  async function stop(graceMs = 10_000): Promise<void> {
    stopping.abort();
    nap.wake();
    await running;
    await atMost(graceMs, Promise.all(inFlight.values()));
    clearInterval(renewing);
    await giveBack();
  }

  return { wake: nap.wake, stop };
}
