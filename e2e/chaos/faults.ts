import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type QueueName, queues } from '@shop/schema';
import { until } from '@shop/service/until';
import pg from 'pg';
import type { World } from './world.ts';

export type Fault = {
  readonly name: string;
  readonly strike: () => Promise<void>;
  /** Whether everything that was struck works again. */
  readonly isReady: () => boolean | Promise<boolean>;
  /** It would break what the crash loop holds. */
  readonly endsCrashLoop?: true;
};

/** How long the network to the broker is away: longer than a heartbeat would be patient with. */
const cutMs = 3_000;
/** How often one message brings its worker down before it is let through. */
const crashes = 2;
/** The embedded bus takes a message from a dead worker after its lease of 30 s. */
const takenDeadlineMs = 90_000;

const killOf = (world: World, name: string): Fault => ({
  name: `kill -9 ${name}`,
  strike: () => world.kill(name),
  isReady: () => world.isReady(name),
});

/** So many messages lie dead after one strike of poison: one for each type that a queue hears. */
export const poisonOfStrike = Object.values(queues).flat().length;

/** Messages that nobody can handle, on every queue and of every sort. */
const poison = ({ bus }: World): Fault => ({
  name: 'poison messages',
  async strike() {
    const types = [...new Set(Object.values(queues).flat())];
    for (const type of types) {
      const id = randomUUID();
      await bus.publish({ id, type, key: id, body: '{"specversion":"1.0","poison":true}' });
    }
  },
  isReady: () => true,
});

/**
 * One message that brings down every worker that takes it: the worker is killed as soon as it waits
 * for the row that this message needs and that somebody else holds. `order` places an order for it.
 */
export const crashLoop = (world: World, order: () => Promise<string>): Omit<Fault, 'isReady'> => ({
  name: 'a message that kills its worker',
  async strike() {
    const [holder, onlooker] = [1, 2].map(
      () => new pg.Client({ connectionString: world.databaseUrls['inventory'] ?? '' }),
    ) as [pg.Client, pg.Client];
    await Promise.all([holder.connect(), onlooker.connect()]);
    try {
      const { rows } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await holder.query('BEGIN');
      const variantId = await order();
      await holder.query('SELECT 1 FROM stock WHERE variant_id = $1 FOR UPDATE', [variantId]);
      // The server does not notice that a waiting client is gone: each kill leaves one session behind.
      const stuck = rows.map(({ pid }) => pid);
      for (let n = 0; n < crashes; n++) {
        await until(
          'a worker to take the message',
          async () => {
            const next = await blockedBy(onlooker, stuck);
            if (next !== undefined) stuck.push(next);
            return next !== undefined;
          },
          { deadlineMs: takenDeadlineMs },
        );
        await world.kill('inventory-worker');
      }
    } finally {
      await Promise.all([holder.end(), onlooker.end()]);
    }
  },
});

/** A session, not one of these, that waits for a lock of one of these. */
const blockedBy = async (client: pg.Client, stuck: readonly number[]) => {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
     AND pg_blocking_pids(pid) && $1::int[] AND NOT pid = ANY($1::int[])`,
    [stuck],
  );
  return rows[0]?.pid;
};

/** Every fault there is on this bus, but for the crash loop. */
export function faultsOf(world: World, killCustomers: () => void): Fault[] {
  const { broker, postgres } = world;
  const isReady = () => world.isReady();
  const processes = [
    ...['product-worker', 'order', 'order-worker', 'inventory', 'inventory-worker'],
    ...['notification', 'user-worker', 'gateway'],
  ];
  return [
    ...processes.map((name) => killOf(world, name)),
    // They are ready when they finish orders again.
    { name: 'kill -9 of the customers', strike: async () => killCustomers(), isReady: () => true },
    { name: 'kill -9 of PostgreSQL', strike: () => postgres.kill(), isReady, endsCrashLoop: true },
    ...(broker
      ? [
          { name: 'kill -9 of RabbitMQ', strike: () => broker.kill(), isReady },
          {
            name: 'network to RabbitMQ cut',
            strike: () => broker.cutNetwork(() => sleep(cutMs)),
            isReady,
          },
          {
            name: 'no room on the disk of RabbitMQ',
            strike: () => broker.fillDisk(() => sleep(cutMs)),
            isReady,
          },
        ]
      : []),
    poison(world),
  ];
}

export const queueNames = Object.keys(queues) as QueueName[];
