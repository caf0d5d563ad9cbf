import type { EventBus, Message, Subscription } from '../bus.ts';
import { UnroutableError } from '../errors.ts';
import type { Log } from '../log.ts';
import { atMost, defaultRetryDelaysMs, defaultTimeoutMs, within } from '../retry.ts';
import { hearBroadcasts } from './broadcast.ts';
import { connectRabbit, keepChannel } from './connection.ts';
import { createDeadLetters } from './dead-letters.ts';
import { keepTopology } from './kept-topology.ts';
import { deadLetterQueue, retryQueue } from './names.ts';
import { createPublisher } from './publisher.ts';
import { subscribeTo } from './subscription.ts';
import { publishOptions } from './wire.ts';

export type RabbitBusOptions = {
  readonly url: string;
  readonly log: Log;
  readonly retryDelaysMs?: readonly number[];
  /** Topic exchange that all events pass. */
  readonly exchange?: string;
  /** Put before the names of all queues, so that several shops can share a virtual host. */
  readonly prefix?: string;
  /** How long the broker may take to confirm. Default 10 s. */
  readonly timeoutMs?: number;
  /**
   * Deliveries of a message that may end with their process, channel or connection before it is
   * dead. Generous, since RabbitMQ 3 also counts those that a stopping process gives back.
   */
  readonly maxReturns?: number;
  /** How often queues that somebody has deleted are declared again. Default every minute. */
  readonly redeclareMs?: number;
};

type Running = Subscription & { readonly queue: string; inHand(): number };

/** A durable bus on RabbitMQ 3.10 or newer. The broker need not answer yet: `declare` waits for it. */
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
  const [publishing, consuming] = await Promise.all([
    connectRabbit(url, log, timeoutMs),
    connectRabbit(url, log, timeoutMs),
  ]);
  const publisher = createPublisher(publishing, timeoutMs);
  const topology = keepTopology({
    connection: consuming,
    exchange,
    retryDelaysMs,
    log,
    timeoutMs,
    redeclareMs,
  });
  const counting = keepChannel(() => consuming.createChannel());
  const subscriptions = new Set<Running>();
  const hearing = new Set<Subscription>();
  let closing: Promise<void> | undefined;

  const nameOf = (queue: string) => `${prefix}${queue}`;
  const count = async (name: string) => (await (await counting()).checkQueue(name)).messageCount;

  return {
    async declare(wanted) {
      const named = Object.entries(wanted).map(([queue, types]) => [nameOf(queue), types]);
      await topology.declare(Object.fromEntries(named));
    },

    async publish(message) {
      const { id, type, body } = message;
      const outcome = await publisher.publish(exchange, type, body, publishOptions(message));
      if (outcome === 'routed' || !topology.hears(type)) return;
      await topology.redeclare();
      throw new UnroutableError(`${type} ${id} found none of its queues`);
    },

    async sendTo(queue, messages) {
      const put = (message: Message) =>
        publisher.put(nameOf(queue), message.body, publishOptions(message));
      // One channel keeps their order; nobody waits for one confirm to send the next.
      await Promise.all(messages.map(put));
    },

    async subscribe(queue, handle, { concurrency = 8 } = {}) {
      const name = nameOf(queue);
      const types = topology.typesOf(name);
      if (!types) throw new Error(`queue ${queue} is not declared`);
      const { stop, inHand } = await subscribeTo({
        connection: consuming,
        publisher,
        declare: () => topology.declare({ [name]: types }),
        log,
        queue: name,
        handle,
        concurrency,
        retryDelaysMs,
        maxReturns,
      });
      const subscription: Running = {
        queue,
        inHand,
        async stop(graceMs) {
          await stop(graceMs);
          subscriptions.delete(subscription);
        },
      };
      subscriptions.add(subscription);
      return subscription;
    },

    listen(types, listener) {
      const { stop } = hearBroadcasts({ connection: consuming, exchange, types, listener, log });
      const subscription: Subscription = {
        async stop() {
          hearing.delete(subscription);
          await stop();
        },
      };
      hearing.add(subscription);
      return subscription;
    },

    deadLetters: (queue) =>
      createDeadLetters({ connection: consuming, publisher, queue, name: nameOf(queue) }),

    async depth(queue) {
      const name = nameOf(queue);
      const waiting = [name, ...retryDelaysMs.map((delayMs) => retryQueue(name, delayMs))];
      const counts = await Promise.all([...new Set(waiting)].map(count));
      const mine = [...subscriptions].filter((one) => one.queue === queue);
      return {
        // The broker tells only what lies ready; what other processes have in hand stays unseen.
        pending: [...counts, ...mine.map((one) => one.inHand())].reduce((sum, n) => sum + n, 0),
        dead: await count(deadLetterQueue(name)),
      };
    },

    async ping() {
      const ask = async () => (await counting()).checkExchange(exchange);
      await within(timeoutMs, ask());
    },

    close() {
      closing ??= (async () => {
        topology.close();
        await Promise.all([...subscriptions, ...hearing].map((one) => one.stop()));
        await atMost(timeoutMs, Promise.all([publishing.close(), consuming.close()]));
      })();
      return closing;
    },
  };
}
