import type { Channel, ConsumeMessage, RecoveringChannelModel } from 'amqplib';
import type { Log } from '../log.ts';
import { backoffMs, pause } from '../retry.ts';
import { createChannelConsumer } from './channel-consumer.ts';

export type QueueConsumerOptions = {
  readonly connection: RecoveringChannelModel;
  /** Creates the queue where it is missing. */
  readonly declare: () => Promise<void>;
  readonly log: Log;
  readonly queue: string;
  readonly prefetch: number;
  /** Resolves when the message is done. */
  readonly handle: (channel: Channel, message: ConsumeMessage) => Promise<void>;
  readonly stopping: AbortSignal;
};

type Consuming = {
  readonly phase: 'consuming';
  readonly channel: Channel;
  cancel(): Promise<void>;
};
type Session = { readonly phase: 'opening' } | Consuming;

/**
 * Consumes a queue until `stopping` aborts, on a new channel whenever the one before closes. Resolves when it
 * consumes for the first time.
 */
export async function createQueueConsumer(options: QueueConsumerOptions) {
  const { log, queue, stopping } = options;
  let session: Session = { phase: 'opening' };

  async function open(): Promise<void> {
    session = await openSession(options, (channel) => {
      if (session.phase === 'consuming' && session.channel === channel) void reopen();
    });
    if (stopping.aborted) await session.channel.close();
  }

  async function reopen(): Promise<void> {
    session = { phase: 'opening' };
    for (let tries = 0; !stopping.aborted; tries++) {
      try {
        return await open();
      } catch (error) {
        log.warn({ err: error, queue, tries }, 'cannot consume');
        await pause(backoffMs(tries), stopping);
      }
    }
  }

  await open();
  return {
    /** Stops the deliveries. */
    async cancel(): Promise<void> {
      if (session.phase === 'consuming') await session.cancel();
    },
    /** Gives back the messages in hand. RabbitMQ 4 does not count a nack as a failed delivery, but a close. */
    async giveBack(): Promise<void> {
      if (session.phase !== 'consuming') return;
      session.channel.nackAll(true);
      await session.channel.close();
    },
  };
}

/** Consumes the queue on a new channel. Throws when that closes meanwhile; later its end calls `onClose`. */
async function openSession(
  options: QueueConsumerOptions,
  onClose: (channel: Channel) => void,
): Promise<Consuming> {
  const { connection, declare, log, queue, handle } = options;
  await declare();
  const channel = await connection.createChannel();
  const closed = new AbortController();
  channel.on('error', (error) => log.warn({ err: error, queue }, 'channel failed'));
  channel.on('close', () => {
    closed.abort(new Error('The channel closed while it was opened.'));
    onClose(channel);
  });
  const handleHere = (message: ConsumeMessage) => handle(channel, message);
  const { cancel } = await createChannelConsumer({ ...options, channel, handle: handleHere });
  closed.signal.throwIfAborted();
  return { phase: 'consuming', channel, cancel };
}
