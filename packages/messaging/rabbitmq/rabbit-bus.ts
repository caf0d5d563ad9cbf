import type { EventBus, Message } from '../bus.ts';
import { atMost, defaultTimeoutMs, within } from '../deadline.ts';
import { UnroutableError } from '../errors.ts';
import type { Log } from '../log.ts';
import { defaultRetryDelaysMs } from '../retry.ts';
import { createRunningSubscriptions } from '../running-subscriptions.ts';
import { subscribeBroadcast } from './broadcast.ts';
import { connectRabbit, createChannelSource } from './connection.ts';
import { createDeadLetters } from './dead-letters.ts';
import { createDeclaredTopology } from './declared-topology.ts';
import { createPublisher } from './publisher.ts';
import { readDepth } from './read-depth.ts';
import { subscribeTo } from './subscription.ts';
import { publishOptions } from './wire.ts';

export type RabbitBusOptions = {
  readonly url: string;
  readonly log: Log;
  readonly retryDelaysMs?: readonly number[];
  /** Topic exchange that all events pass through. */
  readonly exchange?: string;
  /** Prefix of all queue names, so that several shops can share a virtual host. */
  readonly prefix?: string;
  /** How long the broker may take to confirm. Default 10 s. */
  readonly timeoutMs?: number;
  /**
   * Deliveries of a message that may end with their process, channel or connection before it is
   * dead-lettered. Generous, since RabbitMQ 3 also counts those that a stopping process gives back.
   */
  readonly maxReturns?: number;
  /** How often deleted queues are declared again. Default every minute. */
  readonly redeclareMs?: number;
};

type QueueSubscription = { readonly queue: string; inHand(): number };

/** A durable bus on RabbitMQ 3.10 or newer. The broker may be unavailable at first: `declare` waits for it. */
export async function createRabbitBus({
  url,
  log,
  retryDelaysMs = defaultRetryDelaysMs,
  exchange = 'shop.events',
  prefix = '',
  timeoutMs = defaultTimeoutMs,
  maxReturns = 20,
  redeclareMs = 60_000,
}: RabbitBusOptions): Promise<EventBus> {
  // One connection to publish and one to consume: a broker that holds back publishers by TCP
  // back-pressure does not hold back acknowledgements with them.
  const [publishing, connection] = await Promise.all([
    connectRabbit(url, log, timeoutMs),
    connectRabbit(url, log, timeoutMs),
  ]);
  const publisher = createPublisher(publishing, timeoutMs);
  const topologyOptions = { connection, exchange, retryDelaysMs, log, timeoutMs, redeclareMs };
  const topology = createDeclaredTopology(topologyOptions);
  const openChannel = createChannelSource(() => connection.createChannel());
  const subscriptions = createRunningSubscriptions<QueueSubscription>();
  const broadcasts = createRunningSubscriptions<undefined>();
  let closing: Promise<void> | undefined;

  const nameOf = (queue: string) => `${prefix}${queue}`;

  return {
    async declare(wanted) {
      const named = Object.entries(wanted).map(([queue, types]) => [nameOf(queue), types]);
      await topology.declare(Object.fromEntries(named));
    },

    async publish(message) {
      const { id, type, body } = message;
      const outcome = await publisher.publish(exchange, type, body, publishOptions(message));
      if (outcome === 'routed' || !topology.receives(type)) return;
      await topology.redeclare();
      throw new UnroutableError(`${type} ${id} found none of its queues`);
    },

    async sendTo(queue, messages) {
      const put = (message: Message) =>
        publisher.put(nameOf(queue), message.body, publishOptions(message));
      // One channel keeps their order, so no message waits for the confirm of another.
      await Promise.all(messages.map(put));
    },

    async subscribe(queue, handle, { concurrency = 8, batch } = {}) {
      const name = nameOf(queue);
      const types = topology.typesOf(name);
      if (!types) throw new Error(`queue ${queue} is not declared`);
      const declare = () => topology.declare({ [name]: types });
      const { stop, inHand } = await subscribeTo({
        ...{ connection, publisher, declare, log, handle, concurrency, retryDelaysMs, maxReturns },
        ...{ queue: name, batch },
      });
      return subscriptions.add(stop, { queue, inHand });
    },

    subscribeBroadcast(types, subscriber) {
      const { stop } = subscribeBroadcast({ connection, exchange, types, subscriber, log });
      return broadcasts.add(stop, undefined);
    },

    deadLetters: (queue) =>
      createDeadLetters({ connection, publisher, queue, name: nameOf(queue) }),

    async depth(queue) {
      const { pending, dead } = await readDepth(openChannel, nameOf(queue), retryDelaysMs);
      const own = subscriptions.details().filter((one) => one.queue === queue);
      // The broker counts ready messages only; messages in hand of other processes stay unknown.
      return { pending: own.reduce((sum, { inHand }) => sum + inHand(), pending), dead };
    },

    async ping() {
      const ask = async () => (await openChannel()).checkExchange(exchange);
      await within(timeoutMs, ask());
    },

    close() {
      closing ??= (async () => {
        topology.close();
        await Promise.all([subscriptions.stopAll(), broadcasts.stopAll()]);
        await atMost(timeoutMs, Promise.all([publishing.close(), connection.close()]));
      })();
      return closing;
    },
  };
}
