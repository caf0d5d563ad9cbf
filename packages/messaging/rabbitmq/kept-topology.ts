import type { RecoveringChannelModel } from 'amqplib';
import type { Topology } from '../bus.ts';
import type { Log } from '../log.ts';
import { within } from '../retry.ts';
import { keepChannel } from './connection.ts';
import { declareTopology } from './topology.ts';

export type KeptTopologyOptions = {
  readonly connection: RecoveringChannelModel;
  readonly exchange: string;
  readonly retryDelaysMs: readonly number[];
  readonly log: Log;
  readonly timeoutMs: number;
  readonly redeclareMs: number;
};

/**
 * The queues that a process has declared. They are declared again with every new connection and now and
 * then: the broker says that a queue is gone only when no other, such as a listener's, took the message.
 */
export function keepTopology(options: KeptTopologyOptions) {
  const { connection, exchange, retryDelaysMs, log, timeoutMs, redeclareMs } = options;
  const open = keepChannel(() => connection.createChannel());
  const declared: Record<string, readonly string[]> = {};
  let declaring: Promise<void> | undefined;

  const declareNow = async (topology: Topology) =>
    declareTopology(await open(), exchange, topology, retryDelaysMs);

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
    hears: (type: string) => Object.values(declared).some((types) => types.includes(type)),
    close: () => clearInterval(timer),
  };
}
