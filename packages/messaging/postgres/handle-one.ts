import type pg from 'pg';
import type { Delivery } from '../bus.ts';
import { isPermanent, isUnavailable, messageOf } from '../errors.ts';
import { holdWhileUnavailable } from '../hold.ts';
import type { Log } from '../log.ts';

export type Taken = Delivery & { readonly seq: string };

export type Handling = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly queue: string;
  readonly handle: (delivery: Delivery) => Promise<void>;
  readonly retryDelaysMs: readonly number[];
  /** Whose messages these are: an outcome is stored only while the lease still is ours. */
  readonly lease: string;
  /** Removes a message that is handled. */
  readonly remove: (seq: string) => Promise<unknown>;
  readonly stopping: AbortSignal;
};

const mine = 'WHERE seq = $1 AND lease = $2';
const delayed = `UPDATE bus.message SET lease = NULL, lease_until = NULL, error = $3,
  available_at = now() + $4 * interval '1 ms' ${mine}`;
const returned = `UPDATE bus.message SET lease = NULL, lease_until = NULL, attempt = attempt - 1,
  error = $3 ${mine}`;
const dead = `UPDATE bus.message SET dead_at = now(), lease = NULL, lease_until = NULL, error = $3,
  attempt = $4 ${mine}`;

/** Handles a message and stores the outcome. Resolves to the wait before its retry, if there is one. */
export async function handleOne(handling: Handling, taken: Taken): Promise<number | undefined> {
  const { log, queue, handle, retryDelaysMs, stopping } = handling;
  const { seq: _, ...delivery } = taken;
  const deaths = taken.attempt - 1;
  try {
    if (deaths > retryDelaysMs.length) {
      await bury(handling, taken, new Error(`failed or died ${deaths} times`), deaths);
      return undefined;
    }
    try {
      await holdWhileUnavailable(() => handle(delivery), stopping, log, taken);
    } catch (error) {
      return await settle(handling, taken, error);
    }
    const remove = async () => void (await handling.remove(taken.seq));
    await holdWhileUnavailable(remove, stopping, log, taken);
  } catch (error) {
    // The lease ends by itself, and the message comes again.
    log.warn({ err: error, queue, id: taken.id }, 'outcome not stored');
  }
  return undefined;
}

async function settle(handling: Handling, taken: Taken, error: unknown) {
  const { log, queue, retryDelaysMs } = handling;
  const { id, attempt } = taken;
  if (isUnavailable(error)) {
    await store(handling, taken, returned, messageOf(error));
    return undefined;
  }
  const delayMs = isPermanent(error) ? undefined : retryDelaysMs[attempt - 1];
  if (delayMs === undefined) {
    await bury(handling, taken, error, attempt);
    return undefined;
  }
  log.warn({ err: error, queue, id, attempt, delayMs }, 'will retry');
  await store(handling, taken, delayed, messageOf(error), delayMs);
  return delayMs;
}

async function bury(handling: Handling, taken: Taken, error: unknown, attempts: number) {
  const { log, queue } = handling;
  log.error({ err: error, queue, id: taken.id, type: taken.type }, 'message is dead');
  await store(handling, taken, dead, messageOf(error), attempts);
}

/** Work that is done shall not be done again because the database was away for its last word. */
async function store(handling: Handling, taken: Taken, sql: string, ...rest: unknown[]) {
  const { pool, log, lease, stopping } = handling;
  const query = async () => void (await pool.query(sql, [taken.seq, lease, ...rest]));
  await holdWhileUnavailable(query, stopping, log, taken);
}
