import type { ConfirmChannel, Options, RecoveringChannelModel } from 'amqplib';
import { messageOf, UnavailableError } from '../errors.ts';
import { keepChannel } from './connection.ts';

/** A confirm that takes longer than this is not waited for: the message may or may not be stored. */
const confirmTimeoutMs = 10_000;

export type Publisher = {
  /**
   * Resolves once the broker has confirmed: `routed`, or `unroutable` when no queue took it.
   * Throws `UnavailableError` when that is not certain.
   */
  publish(
    exchange: string,
    routingKey: string,
    body: string,
    options: Options.Publish & { messageId: string },
  ): Promise<'routed' | 'unroutable'>;
};

/** Publishes with confirms over one channel of its own. */
export function createPublisher(connection: RecoveringChannelModel): Publisher {
  const returned = new Set<string>();
  const open = keepChannel<ConfirmChannel>(
    () => connection.createConfirmChannel(),
    (channel) => {
      channel.on('return', ({ properties }) => returned.add(String(properties.messageId)));
    },
  );

  return {
    async publish(exchange, routingKey, body, options) {
      try {
        // While the broker is away, opening a channel waits for it: for no longer than a confirm.
        await withTimeout(async () => {
          const channel = await open();
          await confirmed(channel, exchange, routingKey, body, options);
        });
      } catch (error) {
        returned.delete(options.messageId);
        throw new UnavailableError(
          `${routingKey} ${options.messageId} is not confirmed: ${messageOf(error)}`,
          { cause: error },
        );
      }
      // The broker sends the return before the confirm.
      return returned.delete(options.messageId) ? 'unroutable' : 'routed';
    },
  };
}

const confirmed = (
  channel: ConfirmChannel,
  exchange: string,
  routingKey: string,
  body: string,
  options: Options.Publish,
): Promise<void> =>
  new Promise((resolve, reject) => {
    channel.publish(exchange, routingKey, Buffer.from(body), options, (error) =>
      error ? reject(error) : resolve(),
    );
  });

async function withTimeout(work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no confirm in time')), confirmTimeoutMs);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
