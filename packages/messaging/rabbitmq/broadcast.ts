import type { Channel, RecoveringChannelModel } from 'amqplib';
import type { Listener, Subscription } from '../bus.ts';
import { handOver } from '../hand-over.ts';
import type { Log } from '../log.ts';
import { atMost, backoffMs, pause } from '../retry.ts';
import { readMessage } from './wire.ts';

export type BroadcastOptions = {
  readonly connection: RecoveringChannelModel;
  readonly exchange: string;
  readonly types: readonly string[];
  readonly listener: Listener;
  readonly log: Log;
};

/** A broker that went silent answers no goodbye either. */
const goodbyeMs = 2_000;

/**
 * A queue of one connection: it goes with its consumer, or with the connection. Named by the broker, so
 * that the one of a lost connection, which the broker may not have noticed yet, is not in the way.
 * Exclusive, because RabbitMQ 4 gives up transient queues that are not; classic, because quorum queues
 * are never exclusive; it expires for the case that its channel breaks before it is consumed.
 */
const ownQueue = {
  exclusive: true,
  autoDelete: true,
  durable: false,
  expires: 60_000,
  arguments: { 'x-queue-type': 'classic' },
};

/** Hears broadcasts on a channel and queue of its own, made again whenever they are lost. */
export function hearBroadcasts(options: BroadcastOptions): Subscription {
  const { connection, exchange, types, listener, log } = options;
  const stopping = new AbortController();
  let current: Channel | undefined;

  async function hear(): Promise<void> {
    const channel = await connection.createChannel();
    current = channel;
    const closed = new Promise((resolve) => channel.once('close', resolve));
    channel.on('error', (error) => log.warn({ err: error }, 'channel failed'));
    if (!stopping.signal.aborted) {
      await open(channel);
      listener.onConnected?.();
    }
    if (stopping.signal.aborted) await channel.close();
    await closed;
  }

  async function open(channel: Channel): Promise<void> {
    await channel.assertExchange(exchange, 'topic', { durable: true });
    const { queue } = await channel.assertQueue('', ownQueue);
    for (const type of types) await channel.bindQueue(queue, exchange, type);
    await channel.consume(
      queue,
      (received) => {
        // The broker cancelled the consumer: its queue is gone.
        if (received === null) return void channel.close().catch(() => undefined);
        if (stopping.signal.aborted) return;
        const { id, type, key, body } = readMessage(received);
        void handOver(listener, { id, type, key, body }, log);
      },
      { noAck: true },
    );
  }

  void (async () => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        await hear();
        failures = 0;
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn({ err: error, failures }, 'cannot listen');
        await pause(backoffMs(failures++), stopping.signal);
      }
    }
  })();

  return {
    async stop() {
      stopping.abort();
      if (current) await atMost(goodbyeMs, current.close());
    },
  };
}
