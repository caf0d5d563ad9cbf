import type { Channel, ConsumeMessage, RecoveringChannelModel } from 'amqplib';
import { atMost, closeTimeoutMs } from '../deadline.ts';
import { type Handling, handleOne } from './handle-one.ts';
import { createKeyedScheduler } from './keyed-scheduler.ts';
import { createQueueConsumer } from './queue-consumer.ts';
import { readMessage } from './wire.ts';

export type SubscriptionOptions = Omit<Handling, 'stopping'> & {
  readonly connection: RecoveringChannelModel;
  readonly concurrency: number;
};

/** Messages fetched ahead for each handler, so that a busy key does not leave the others idle. */
const lookAhead = 4;

/** Handles the messages of one queue until stopped. Resolves when it consumes for the first time. */
export async function subscribeTo(options: SubscriptionOptions) {
  const { concurrency } = options;
  const scheduler = createKeyedScheduler(concurrency);
  const stopping = new AbortController();
  const handling: Handling = { ...options, stopping: stopping.signal };
  let inHand = 0;

  async function handle(channel: Channel, message: ConsumeMessage): Promise<void> {
    inHand++;
    const work = () => handleOne(handling, channel, message);
    await scheduler.schedule(readMessage(message).key, work).finally(() => inHand--);
  }

  const consumer = await createQueueConsumer({
    ...options,
    prefetch: concurrency * lookAhead,
    handle,
    stopping: stopping.signal,
  });

  return {
    /** The number of messages fetched and not done yet; the broker does not count them as waiting. */
    inHand: () => inHand,

    async stop(graceMs = 10_000): Promise<void> {
      stopping.abort();
      await atMost(closeTimeoutMs, consumer.cancel());
      await atMost(graceMs, scheduler.idle());
      await atMost(closeTimeoutMs, consumer.giveBack());
    },
  };
}
