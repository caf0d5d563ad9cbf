import type { Channel, ConsumeMessage, RecoveringChannelModel } from 'amqplib';
import { atMost, backoffMs, pause } from '../retry.ts';
import { type Handling, handleOne } from './handle-one.ts';
import { createKeyedScheduler } from './keyed-scheduler.ts';
import { readMessage } from './wire.ts';

export type SubscriptionOptions = Omit<Handling, 'stopping'> & {
  readonly connection: RecoveringChannelModel;
  readonly concurrency: number;
};

/** Messages fetched ahead per handler at work, so that a busy key does not idle the others. */
const lookAhead = 4;
/** A broker that went silent answers no goodbye either. */
const goodbyeMs = 2_000;

/** Handles the messages of one queue until stopped; resolves when it consumes for the first time. */
export async function subscribeTo(options: SubscriptionOptions) {
  const { connection, declare, log, queue, concurrency } = options;
  const scheduler = createKeyedScheduler(concurrency);
  const stopping = new AbortController();
  const handling: Handling = { ...options, stopping: stopping.signal };
  let current: Channel | undefined;
  let tag: string | undefined;
  let inHand = 0;

  async function consume(channel: Channel, cautious: boolean): Promise<void> {
    // Prefetch binds at consume. Cautious takes one at a time: among messages that came back may be
    // the one that kills its handler, and nothing else shall be in its hands when it does.
    await channel.prefetch(cautious ? 1 : concurrency * lookAhead);
    const onMessage = (message: ConsumeMessage | null) => {
      // The broker cancelled the consumer: its queue is gone.
      if (message === null) return void channel.close().catch(() => undefined);
      inHand++;
      const done = scheduler
        .schedule(readMessage(message).key, () => handleOne(handling, channel, message))
        .finally(() => inHand--);
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
    await declare();
    const channel = await connection.createChannel();
    let closed = false;
    channel.on('error', (error) => log.warn({ err: error, queue }, 'channel failed'));
    channel.on('close', () => {
      closed = true;
      if (current === channel) void reopen();
    });
    await consume(channel, true);
    if (closed) throw new Error('the channel closed while it was opened');
    current = channel;
    if (stopping.signal.aborted) await channel.close();
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
    /** Messages fetched and not done yet; the broker does not count them as waiting. */
    inHand: () => inHand,

    async stop(graceMs = 10_000): Promise<void> {
      stopping.abort();
      const channel = current;
      if (channel && tag !== undefined) await atMost(goodbyeMs, channel.cancel(tag));
      await atMost(graceMs, scheduler.idle());
      if (channel) await atMost(goodbyeMs, giveBack(channel));
    },
  };
}

/** A nack says that nothing was wrong with the messages (RabbitMQ 4 does not count it), closing does not. */
async function giveBack(channel: Channel): Promise<void> {
  channel.nackAll(true);
  await channel.close();
}
