import type pg from 'pg';
import type { Delivery } from '../bus.ts';
import { isPermanent, isUnavailable, messageOf } from '../errors.ts';
import { holdWhileUnavailable } from '../hold-while-unavailable.ts';
import type { Log } from '../log.ts';
import type { Lease, Taken } from './lease.ts';

export type Handling = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly queue: string;
  readonly handle: (delivery: Delivery) => Promise<void>;
  readonly retryDelaysMs: readonly number[];
  /** An outcome is stored only while this lease holds the message. */
  readonly lease: Pick<Lease, 'id' | 'remove'>;
  readonly stopping: AbortSignal;
};

const leased = 'WHERE seq = $1 AND lease = $2';
const delayed = `UPDATE bus.message SET lease = NULL, lease_until = NULL, error = $3,
  available_at = now() + $4 * interval '1 ms' ${leased}`;
const returned = `UPDATE bus.message SET lease = NULL, lease_until = NULL, attempt = attempt - 1,
  error = $3 ${leased}`;
const dead = `UPDATE bus.message SET dead_at = now(), lease = NULL, lease_until = NULL, error = $3,
  attempt = $4 ${leased}`;

/** Handles a message and stores the outcome. Resolves to the delay before its retry, if there is one. */
export async function handleOne(handling: Handling, taken: Taken): Promise<number | undefined> {
  const { log, queue, retryDelaysMs, stopping } = handling;
  const failures = taken.attempt - 1;
  // Not begun: the stop returns it to its queue.
  if (stopping.aborted) return undefined;
  try {
    if (failures > retryDelaysMs.length) {
      // Its last handler died: one that fails dead-letters the message itself.
      const error = new Error(`Its handlers failed or died ${failures} times.`);
      await deadLetter(handling, taken, error, failures);
      return undefined;
    }
    return await attempt(handling, taken);
  } catch (error) {
    // The lease expires, and the message is delivered again.
    log.warn({ err: error, queue, id: taken.id }, 'outcome not stored');
    return undefined;
  }
}

async function attempt(handling: Handling, taken: Taken): Promise<number | undefined> {
  const { log, handle, lease, stopping } = handling;
  const { seq, ...delivery } = taken;
  try {
    await holdWhileUnavailable(() => handle(delivery), stopping, log, taken);
  } catch (error) {
    return storeFailure(handling, taken, error);
  }
  await holdWhileUnavailable(() => lease.remove(seq), stopping, log, taken);
  return undefined;
}

async function storeFailure(
  handling: Handling,
  taken: Taken,
  error: unknown,
): Promise<number | undefined> {
  const { log, queue, retryDelaysMs } = handling;
  const { id, attempt } = taken;
  if (isUnavailable(error)) {
    await store(handling, taken, returned, messageOf(error));
    return undefined;
  }
  const delayMs = isPermanent(error) ? undefined : retryDelaysMs[attempt - 1];
  if (delayMs === undefined) {
    await deadLetter(handling, taken, error, attempt);
    return undefined;
  }
  log.warn({ err: error, queue, id, attempt, delayMs }, 'message will be retried');
  await store(handling, taken, delayed, messageOf(error), delayMs);
  return delayMs;
}

async function deadLetter(handling: Handling, taken: Taken, error: unknown, attempts: number) {
  const { log, queue } = handling;
  log.error({ err: error, queue, id: taken.id, type: taken.type }, 'message dead-lettered');
  await store(handling, taken, dead, messageOf(error), attempts);
}

/** Repeats while the database is unavailable, so that finished work is not done again. */
async function store(handling: Handling, taken: Taken, sql: string, ...rest: unknown[]) {
  const { pool, log, lease, stopping } = handling;
  const query = async () => void (await pool.query(sql, [taken.seq, lease.id, ...rest]));
  await holdWhileUnavailable(query, stopping, log, taken);
}
