import type { Channel, ConsumeMessage, RecoveringChannelModel } from 'amqplib';
import type { Delivery } from '../bus.ts';
import { isPermanent, isUnavailable, messageOf } from '../errors.ts';
import { holdWhileUnavailable } from '../hold.ts';
import type { Log } from '../log.ts';
import { backoffMs, pause } from '../retry.ts';
import { createKeyedScheduler } from './keyed-scheduler.ts';
import { deadLetterQueue, retryQueue } from './names.ts';
import type { Publisher } from './publisher.ts';
import { publishOptions, type Received, readMessage } from './wire.ts';

export type SubscriptionOptions = {
  readonly connection: RecoveringChannelModel;
  readonly publisher: Publisher;
  readonly declare: (channel: Channel) => Promise<void>;
  readonly log: Log;
  readonly queue: string;
  readonly handle: (delivery: Delivery) => Promise<void>;
  readonly concurrency: number;
  readonly retryDelaysMs: readonly number[];
};

/** Messages fetched ahead per handler at work, so that a busy key does not idle the others. */
const lookAhead = 4;
/** A message that came back this often without an answer has killed its handler that often. */
const maxReturns = 5;

/** Handles the messages of one queue until stopped; resolves when it consumes for the first time. */
export async function subscribeTo(options: SubscriptionOptions) {
  const { connection, declare, log, queue, concurrency } = options;
  const scheduler = createKeyedScheduler(concurrency);
  const stopping = new AbortController();
  let current: Channel | undefined;
  let tag: string | undefined;

  async function consume(channel: Channel, cautious: boolean): Promise<void> {
    // Prefetch binds at consume. Cautious takes one at a time: among messages that came back may be
    // the one that kills its handler, and nothing else shall be in its hands when it does.
    await channel.prefetch(cautious ? 1 : concurrency * lookAhead);
    const onMessage = (message: ConsumeMessage | null) => {
      if (message === null) return void channel.close().catch(() => undefined);
      const done = scheduler.schedule(readMessage(message).key, () =>
        handleOne(options, channel, message, stopping.signal),
      );
      if (cautious && !message.fields.redelivered) {
        cautious = false;
        void done.then(() => goFaster(channel)).catch(() => undefined);
      }
    };
    tag = (await channel.consume(queue, onMessage)).consumerTag;
  }

  async function goFaster(channel: Channel): Promise<void> {
    if (stopping.signal.aborted || tag === undefined) return;
    await channel.cancel(tag);
    await consume(channel, false);
  }

  async function open(): Promise<void> {
    const channel = await connection.createChannel();
    channel.on('error', (error) => log.warn({ err: error, queue }, 'channel failed'));
    channel.on('close', () => {
      if (current === channel) void reopen();
    });
    await declare(channel);
    await consume(channel, true);
    current = channel;
  }

  async function reopen(): Promise<void> {
    current = undefined;
    for (let tries = 0; !stopping.signal.aborted; tries++) {
      try {
        return await open();
      } catch (error) {
        log.warn({ err: error, queue, tries }, 'cannot consume');
        await pause(backoffMs(tries), stopping.signal);
      }
    }
  }

  await open();

  return {
    async stop(graceMs = 10_000): Promise<void> {
      stopping.abort();
      const channel = current;
      if (channel && tag !== undefined) await channel.cancel(tag).catch(() => undefined);
      const deadline = new AbortController();
      await Promise.race([scheduler.idle(), pause(graceMs, deadline.signal)]);
      deadline.abort();
      // What is not acknowledged goes back to the queue.
      await channel?.close().catch(() => undefined);
    },
  };
}

async function handleOne(
  { publisher, log, queue, handle, retryDelaysMs }: SubscriptionOptions,
  channel: Channel,
  message: ConsumeMessage,
  stopping: AbortSignal,
): Promise<void> {
  const received = readMessage(message);
  const { id, type, key, body, failures, returns } = received;
  if (stopping.aborted) return;
  try {
    if (id === '') return await bury(new Error('published by somebody else: it has no id'));
    if (returns >= maxReturns) return await bury(new Error(`its handler died ${returns} times`));
    const delivery: Delivery = { id, type, key, body, attempt: failures + 1 };
    try {
      await holdWhileUnavailable(() => handle(delivery), stopping, log, received);
    } catch (error) {
      return await settle(error);
    }
    channel.ack(message);
  } catch (error) {
    // The channel is gone, or stopping: the broker still has the message and hands it out again.
    log.debug({ err: error, queue, id }, 'message goes back to its queue');
  }

  async function settle(error: unknown): Promise<void> {
    if (isUnavailable(error)) return;
    const delayMs = isPermanent(error) ? undefined : retryDelaysMs[failures];
    if (delayMs === undefined) return bury(error);
    log.warn({ err: error, queue, id, attempt: failures + 1, delayMs }, 'will retry');
    await moveTo(retryQueue(queue, delayMs), received, error);
  }

  async function bury(error: unknown): Promise<void> {
    log.error({ err: error, queue, id, type }, 'message is dead');
    await moveTo(deadLetterQueue(queue), received, error);
  }

  /** The copy is confirmed before the original is acknowledged: twice rather than never. */
  async function moveTo(target: string, from: Received, error: unknown): Promise<void> {
    const failure = { failures: from.failures + 1, error: messageOf(error) };
    const move = async () => {
      await publisher.publish('', target, from.body, publishOptions(from, failure));
    };
    await holdWhileUnavailable(move, stopping, log, from);
    channel.ack(message);
  }
}
