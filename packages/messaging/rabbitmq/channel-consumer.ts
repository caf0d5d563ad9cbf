import type { Channel, ConsumeMessage } from 'amqplib';

export type ChannelConsumerOptions = {
  readonly channel: Channel;
  readonly queue: string;
  /** How many messages it fetches ahead once none of them came back. */
  readonly prefetch: number;
  /** Resolves when the message is done. */
  readonly handle: (message: ConsumeMessage) => Promise<void>;
  readonly stopping: AbortSignal;
};

/**
 * `cautious` fetches one message at a time: among messages that came back may be the one that kills its
 * handler, which must not have others in hand when it does.
 */
type Pace = 'cautious' | 'full';

/** Consumes a queue on one channel: cautiously until a message comes that was not delivered before. */
export async function createChannelConsumer(options: ChannelConsumerOptions) {
  const { channel, queue, prefetch, handle, stopping } = options;
  let consuming = consume('cautious');
  await consuming;

  async function consume(initial: Pace): Promise<string> {
    let pace = initial;
    // The broker applies the prefetch to consumers that begin after it.
    await channel.prefetch(pace === 'cautious' ? 1 : prefetch);
    const { consumerTag } = await channel.consume(queue, (message) => {
      // The broker cancelled the consumer: its queue was deleted.
      if (message === null) return void channel.close().catch(() => undefined);
      const done = handle(message);
      if (pace === 'full' || message.fields.redelivered) return;
      pace = 'full';
      void done.then(speedUp).catch(() => undefined);
    });
    return consumerTag;
  }

  async function speedUp(): Promise<void> {
    const tag = await consuming;
    if (stopping.aborted) return;
    await channel.cancel(tag);
    consuming = consume('full');
    await consuming;
  }

  return {
    async cancel(): Promise<void> {
      await channel.cancel(await consuming);
    },
  };
}
