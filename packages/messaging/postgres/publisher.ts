import type pg from 'pg';
import { createBatcher } from '../batcher.ts';
import type { Message, Topology } from '../bus.ts';
import { UnavailableError, UnroutableError } from '../errors.ts';
import type { Log } from '../log.ts';
import { declareTopology } from './declare-topology.ts';
import { publishMessages } from './tables.ts';

/**
 * Returns a function that stores a message for every queue bound to its type, together with messages that are
 * published meanwhile. When none of the queues in `declared` exists, it declares them again and throws.
 */
export function createPublisher(pool: pg.Pool, declared: Topology, log: Log) {
  /** Resolves to the types that found a queue. */
  const store = createBatcher(async (messages: readonly Message[]) => {
    const values = [JSON.stringify(messages)];
    const { rows } = await pool.query<{ type: string | null }>({ ...publishMessages, values });
    return new Set(rows.map(({ type }) => type));
  });

  return async ({ id, type, key, body }: Message): Promise<void> => {
    const routed = await store({ id, type, key, body }).catch((cause) => {
      throw new UnavailableError(`${type} ${id} is not stored`, { cause });
    });
    if (routed.has(type) || !Object.values(declared).some((types) => types.includes(type))) return;
    await declareTopology(pool, declared).catch((error) =>
      log.warn({ err: error }, 'queues not declared'),
    );
    throw new UnroutableError(`${type} ${id} found none of its queues`);
  };
}
