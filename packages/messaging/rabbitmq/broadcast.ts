import type { Channel, RecoveringChannelModel } from 'amqplib';
import type { BroadcastSubscriber, Subscription } from '../bus.ts';
import { atMost, closeTimeoutMs } from '../deadline.ts';
import { handleBroadcast } from '../handle-broadcast.ts';
import type { Log } from '../log.ts';
import { repeatUntilStopped } from '../retry.ts';
import { readMessage } from './wire.ts';

export type BroadcastOptions = {
  readonly connection: RecoveringChannelModel;
  readonly exchange: string;
  readonly types: readonly string[];
  readonly subscriber: BroadcastSubscriber;
  readonly log: Log;
};

/**
 * A queue of one connection: it is deleted with its consumer, or with the connection. The broker names it, so
 * that the queue of a lost connection, which the broker may not have noticed yet, is not in the way.
 * Exclusive, because RabbitMQ 4 drops support for transient queues that are not; classic, because quorum
 * queues are never exclusive; it expires in case its channel breaks before it is consumed.
 */
const ownQueue = {
  exclusive: true,
  autoDelete: true,
  durable: false,
  expires: 60_000,
  arguments: { 'x-queue-type': 'classic' },
};

/** Receives broadcasts on a channel and queue of its own, and opens both again whenever they are lost. */
export function subscribeBroadcast(options: BroadcastOptions): Subscription {
  const { connection, subscriber, log } = options;
  const stopping = new AbortController();
  let current: Channel | undefined;

  async function receive(): Promise<void> {
    const channel = await connection.createChannel();
    current = channel;
    const closed = new Promise((resolve) => channel.once('close', resolve));
    channel.on('error', (error) => log.warn({ err: error }, 'channel failed'));
    if (!stopping.signal.aborted) {
      await consume(channel, options, stopping.signal);
      subscriber.onConnected?.();
    }
    if (stopping.signal.aborted) await channel.close();
    await closed;
  }

  void repeatUntilStopped(receive, stopping.signal, (error, failures) => {
    // A stop closes the channel while it is opened.
    if (!stopping.signal.aborted) log.warn({ err: error, failures }, 'cannot receive broadcasts');
  });

  return {
    async stop() {
      stopping.abort();
      if (current) await atMost(closeTimeoutMs, current.close());
    },
  };
}

/** Binds a new queue to the types and passes its messages to the subscriber. */
async function consume(
  channel: Channel,
  { exchange, types, subscriber, log }: BroadcastOptions,
  stopping: AbortSignal,
): Promise<void> {
  await channel.assertExchange(exchange, 'topic', { durable: true });
  const { queue } = await channel.assertQueue('', ownQueue);
  for (const type of types) await channel.bindQueue(queue, exchange, type);
  await channel.consume(
    queue,
    (received) => {
      // The broker cancelled the consumer: its queue was deleted.
      if (received === null) return void channel.close().catch(() => undefined);
      if (stopping.aborted) return;
      const { id, type, key, body } = readMessage(received);
      void handleBroadcast(subscriber, { id, type, key, body }, log);
    },
    { noAck: true },
  );
}
