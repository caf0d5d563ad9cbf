import type { Channel, ConsumeMessage, RecoveringChannelModel } from 'amqplib';
import { createBatchScheduler } from '../batch-scheduler.ts';
import type { HandleBatch } from '../bus.ts';
import { atMost, closeTimeoutMs } from '../deadline.ts';
import { batchEveryMs, maxBatch } from '../pace.ts';
import { acknowledge, deliveryOf, type Handling, handleOne } from './handle-one.ts';
import { createQueueConsumer } from './queue-consumer.ts';
import { readMessage } from './wire.ts';

export type SubscriptionOptions = Omit<Handling, 'stopping'> & {
  readonly connection: RecoveringChannelModel;
  readonly concurrency: number;
  readonly batch?: HandleBatch | undefined;
};

/** Messages fetched ahead for each handler, so that a busy key does not leave the others idle. */
const lookAhead = 4;

/** Handles the messages of one queue until stopped. Resolves when it consumes for the first time. */
export async function subscribeTo(options: SubscriptionOptions) {
  const { concurrency, batch, log, queue } = options;
  const stopping = new AbortController();
  const scheduler = createBatchScheduler({
    ...{ concurrency, batch, everyMs: batchEveryMs, stopping: stopping.signal },
    report: (error, size) => log.warn({ err: error, queue, size }, 'batch not handled'),
  });
  const handling: Handling = { ...options, stopping: stopping.signal };
  let inHand = 0;

  async function handle(channel: Channel, message: ConsumeMessage): Promise<void> {
    inHand++;
    const received = readMessage(message);
    await scheduler.schedule({
      delivery: deliveryOf(received),
      alone: () => handleOne(handling, channel, message, received),
      acknowledge: async () => acknowledge(channel, message),
    });
    inHand--;
  }

  const consumer = await createQueueConsumer({
    ...options,
    prefetch: batch ? maxBatch * 2 : concurrency * lookAhead,
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
