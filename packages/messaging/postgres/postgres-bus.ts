import { createPool } from '@shop/service/postgres';
import type { EventBus } from '../bus.ts';
import { atMost, defaultTimeoutMs } from '../deadline.ts';
import type { Log } from '../log.ts';
import { defaultRetryDelaysMs } from '../retry.ts';
import { createRunningSubscriptions } from '../running-subscriptions.ts';
import { subscribeBroadcast } from './broadcast.ts';
import { createDeadLetters } from './dead-letters.ts';
import { declareTopology } from './declare-topology.ts';
import { listenToChannel, type Notifications } from './listen-to-channel.ts';
import { createPublisher } from './publisher.ts';
import { readDepth } from './read-depth.ts';
import { sendTo } from './send-to.ts';
import { subscribeTo } from './subscription.ts';

export type PostgresBusOptions = {
  readonly url: string;
  readonly log: Log;
  readonly retryDelaysMs?: readonly number[];
  /** A handler that renews nothing for this long counts as dead. Default 30 s. */
  readonly leaseMs?: number;
  /** How often a subscription looks for messages whose NOTIFY was lost. Default 1 s. */
  readonly pollMs?: number;
  /** How long the database may take to answer before it counts as unavailable. Default 10 s. */
  readonly timeoutMs?: number;
};

/** A durable bus in a PostgreSQL database: a row per message and queue, leases, NOTIFY to wake up. */
export function createPostgresBus({
  url,
  log,
  retryDelaysMs = defaultRetryDelaysMs,
  leaseMs = 30_000,
  pollMs = 1_000,
  timeoutMs = defaultTimeoutMs,
}: PostgresBusOptions): EventBus {
  // Queues fill and empty faster than PostgreSQL counts their rows; their indexes are always right.
  const pool = createPool(url, log, {
    max: 6,
    connectTimeoutMs: timeoutMs,
    statementTimeoutMs: timeoutMs,
    onConnect: 'SET enable_seqscan TO off',
  });
  const subscriptions = createRunningSubscriptions<(queue: string | undefined) => void>();
  const broadcasts = createRunningSubscriptions<undefined>();
  const declared: Record<string, readonly string[]> = {};
  let notifications: Notifications | undefined;
  let closing: Promise<void> | undefined;

  const wakeAll = (queue: string | undefined) => {
    for (const wake of subscriptions.details()) wake(queue);
  };

  return {
    declare(topology) {
      Object.assign(declared, topology);
      return declareTopology(pool, topology);
    },
    publish: createPublisher(pool, declared, log),
    sendTo: (queue, messages) => sendTo(pool, queue, messages),

    async subscribe(queue, handle, { concurrency = 8, batch } = {}) {
      notifications ??= listenToChannel(url, 'bus', wakeAll, log);
      const { wake, stop } = subscribeTo({
        ...{ pool, log, queue, handle, concurrency, batch, retryDelaysMs, leaseMs, pollMs },
      });
      return subscriptions.add(stop, (named) => {
        if (named === undefined || named === queue) wake();
      });
    },

    subscribeBroadcast(types, subscriber) {
      const { stop } = subscribeBroadcast({ url, log, timeoutMs, types, subscriber });
      return broadcasts.add(stop, undefined);
    },

    deadLetters: (queue) => createDeadLetters(pool, queue),
    depth: (queue) => readDepth(pool, queue),
    async ping() {
      await pool.query('SELECT FROM bus.binding LIMIT 1');
    },

    close() {
      closing ??= (async () => {
        await Promise.all([subscriptions.stopAll(), broadcasts.stopAll()]);
        await notifications?.close();
        await atMost(timeoutMs, pool.end());
      })();
      return closing;
    },
  };
}
