import type { EventBus, Subscription, Topology } from '../bus.ts';
import { UnavailableError } from '../errors.ts';
import type { Log } from '../log.ts';
import { defaultRetryDelaysMs } from '../retry.ts';
import { connectRabbit, keepChannel } from './connection.ts';
import { createDeadLetters } from './dead-letters.ts';
import { deadLetterQueue, retryQueue } from './names.ts';
import { createPublisher } from './publisher.ts';
import { subscribeTo } from './subscription.ts';
import { declareTopology } from './topology.ts';
import { publishOptions } from './wire.ts';

export type RabbitBusOptions = {
  readonly url: string;
  readonly log: Log;
  readonly retryDelaysMs?: readonly number[];
  /** Topic exchange that all events pass. */
  readonly exchange?: string;
};

/** A durable bus on RabbitMQ 3.10 or newer; resolves when the broker has answered. */
export async function createRabbitBus({
  url,
  log,
  retryDelaysMs = defaultRetryDelaysMs,
  exchange = 'shop.events',
}: RabbitBusOptions): Promise<EventBus> {
  // One connection to publish and one to consume: a broker that holds back publishers by TCP
  // back-pressure does not hold back acknowledgements with them.
  const [publishing, consuming] = await Promise.all([
    connectRabbit(url, log),
    connectRabbit(url, log),
  ]);
  const publisher = createPublisher(publishing);
  const admin = keepChannel(() => consuming.createChannel());
  const subscriptions = new Set<Subscription>();
  const topology: Record<string, readonly string[]> = {};
  let closing: Promise<void> | undefined;

  const declareAll = async (wanted: Topology) =>
    declareTopology(await admin(), exchange, wanted, retryDelaysMs);

  return {
    async declare(wanted) {
      Object.assign(topology, wanted);
      await declareAll(wanted);
    },

    async publish(message) {
      const { type, body } = message;
      const outcome = await publisher.publish(exchange, type, body, publishOptions(message));
      const heard = Object.values(topology).some((types) => types.includes(type));
      if (outcome === 'routed' || !heard) return;
      await declareAll(topology);
      throw new UnavailableError(`${type} ${message.id} found none of its queues`);
    },

    async subscribe(queue, handle, { concurrency = 8 } = {}) {
      const types = topology[queue];
      if (!types) throw new Error(`queue ${queue} is not declared`);
      const running = await subscribeTo({
        connection: consuming,
        publisher,
        declare: (channel) => declareTopology(channel, exchange, { [queue]: types }, retryDelaysMs),
        log,
        queue,
        handle,
        concurrency,
        retryDelaysMs,
      });
      const subscription: Subscription = {
        async stop(graceMs) {
          await running.stop(graceMs);
          subscriptions.delete(subscription);
        },
      };
      subscriptions.add(subscription);
      return subscription;
    },

    deadLetters: (queue) => createDeadLetters(consuming, publisher, queue),

    async depth(queue) {
      const channel = await admin();
      const count = async (name: string) => (await channel.checkQueue(name)).messageCount;
      const waiting = [queue, ...retryDelaysMs.map((delayMs) => retryQueue(queue, delayMs))];
      const counts = await Promise.all([...new Set(waiting)].map(count));
      return {
        pending: counts.reduce((total, one) => total + one, 0),
        dead: await count(deadLetterQueue(queue)),
      };
    },

    close() {
      closing ??= (async () => {
        await Promise.all([...subscriptions].map((one) => one.stop()));
        await Promise.all([publishing.close(), consuming.close()]);
      })();
      return closing;
    },
  };
}
