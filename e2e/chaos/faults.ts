import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { declaredQueues, type QueueName, queues } from '@shop/schema';
import type { ChaosShop } from './chaos-shop.ts';

export type Fault = {
  readonly name: string;
  readonly strike: () => Promise<void>;
  /** Whether everything that was struck works again. */
  readonly isReady: () => boolean | Promise<boolean>;
  /** Whether it would release the lock of the crash loop, so that it must wait for the end of the loop. */
  readonly endsCrashLoop?: true;
};

/** How long the network to the broker is cut: longer than the broker's heartbeats tolerate. */
const cutMs = 3_000;

const killOf = (shop: ChaosShop, name: string): Fault => ({
  name: `kill -9 ${name}`,
  strike: () => shop.kill(name),
  isReady: () => shop.isReady(name),
});

export const queueNames = Object.keys(queues) as QueueName[];

/** The number of dead letters after one strike of poison: one for each event type of each queue. */
export const poisonPerStrike = Object.values(declaredQueues).flat().length;

/** Publishes an invalid message of every event type to every queue. */
const poison = ({ bus }: ChaosShop): Fault => ({
  name: 'poison messages',
  async strike() {
    const types = [...new Set(Object.values(declaredQueues).flat())];
    for (const type of types) {
      const id = randomUUID();
      await bus.publish({ id, type, key: id, body: '{"specversion":"1.0","poison":true}' });
    }
  },
  isReady: () => true,
});

/** Every fault that is possible on this bus, except the crash loop. */
export function faultsOf(shop: ChaosShop, killCustomers: () => void): Fault[] {
  const { broker, postgres } = shop;
  const isReady = () => shop.isReady();
  const processes = [
    ...['product-worker', 'order', 'order-worker', 'inventory', 'inventory-worker'],
    ...['notification', 'user-worker', 'gateway'],
  ];
  return [
    ...processes.map((name) => killOf(shop, name)),
    // Customers are ready when they finish orders again.
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
            name: 'disk of RabbitMQ full',
            strike: () => broker.fillDisk(() => sleep(cutMs)),
            isReady,
          },
        ]
      : []),
    poison(shop),
  ];
}
