import type { RecoveringChannelModel } from 'amqplib';
import type { Topology } from '../bus.ts';
import { within } from '../deadline.ts';
import type { Log } from '../log.ts';
import { createChannelSource } from './connection.ts';
import { declareTopology } from './topology.ts';

export type DeclaredTopologyOptions = {
  readonly connection: RecoveringChannelModel;
  readonly exchange: string;
  readonly retryDelaysMs: readonly number[];
  readonly log: Log;
  readonly timeoutMs: number;
  readonly redeclareMs: number;
};

/**
 * Remembers the queues that a process has declared and declares them again with every new connection and every
 * `redeclareMs`: the broker reports a deleted queue only when no other queue, such as a broadcast
 * subscriber's, took the message.
 */
export function createDeclaredTopology(options: DeclaredTopologyOptions) {
  const { connection, exchange, retryDelaysMs, log, timeoutMs, redeclareMs } = options;
  const openChannel = createChannelSource(() => connection.createChannel());
  const declared: Record<string, readonly string[]> = {};
  let declaring: Promise<void> | undefined;

  const declareNow = async (topology: Topology) =>
    declareTopology(await openChannel(), exchange, topology, retryDelaysMs);

  /** Never rejects. */
  async function redeclare(): Promise<void> {
    if (Object.keys(declared).length === 0) return;
    declaring ??= declareNow(declared).finally(() => {
      declaring = undefined;
    });
    await within(timeoutMs, declaring).catch((error) =>
      log.warn({ err: error }, 'queues not declared'),
    );
  }
  connection.on('connect', redeclare);
  const timer = setInterval(redeclare, redeclareMs).unref();

  return {
    declare(topology: Topology): Promise<void> {
      Object.assign(declared, topology);
      return declareNow(topology);
    },
    redeclare,
    typesOf: (queue: string) => declared[queue],
    /** Whether a declared queue receives this type. */
    receives: (type: string) => Object.values(declared).some((types) => types.includes(type)),
    close: () => clearInterval(timer),
  };
}
