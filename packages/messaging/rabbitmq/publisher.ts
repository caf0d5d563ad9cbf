import type { ConfirmChannel, Options, RecoveringChannelModel } from 'amqplib';
import { messageOf, UnavailableError } from '../errors.ts';
import { within } from '../retry.ts';
import { keepChannel } from './connection.ts';

type Properties = Options.Publish & { messageId: string };

export type Publisher = {
  /**
   * Resolves once the broker has confirmed: `routed`, or `unroutable` when no queue took it.
   * Throws `UnavailableError` when that is not certain.
   */
  publish(
    exchange: string,
    routingKey: string,
    body: string,
    properties: Properties,
  ): Promise<'routed' | 'unroutable'>;
  /** Puts a message on one queue. Throws `UnavailableError` when that is missing. */
  put(queue: string, body: string, properties: Properties): Promise<void>;
};

/**
 * Publishes with confirms over one channel of its own. A confirm that takes longer than `timeoutMs`
 * is not waited for: the message may or may not be stored.
 */
export function createPublisher(connection: RecoveringChannelModel, timeoutMs: number): Publisher {
  const returned = new Set<string>();
  const open = keepChannel<ConfirmChannel>(
    () => connection.createConfirmChannel(),
    (channel) => {
      channel.on('return', ({ properties }) => returned.add(String(properties.messageId)));
    },
  );

  async function publish(
    exchange: string,
    routingKey: string,
    body: string,
    properties: Properties,
  ): Promise<'routed' | 'unroutable'> {
    const { messageId } = properties;
    let refused = false;
    const work = async () => {
      const channel = await open();
      // The broker came back after the caller was told that it is away: too late.
      if (!refused) await confirmed(channel, exchange, routingKey, body, properties);
    };
    try {
      await within(timeoutMs, work());
    } catch (error) {
      refused = true;
      returned.delete(messageId);
      const text = `${routingKey} ${messageId} is not confirmed: ${messageOf(error)}`;
      throw new UnavailableError(text, { cause: error });
    }
    // The broker sends the return before the confirm.
    return returned.delete(messageId) ? 'unroutable' : 'routed';
  }

  return {
    publish,
    async put(queue, body, properties) {
      if ((await publish('', queue, body, properties)) === 'routed') return;
      throw new UnavailableError(`queue ${queue} is missing`);
    },
  };
}

const confirmed = (
  channel: ConfirmChannel,
  exchange: string,
  routingKey: string,
  body: string,
  properties: Properties,
): Promise<void> =>
  new Promise((resolve, reject) => {
    channel.publish(exchange, routingKey, Buffer.from(body), properties, (error) =>
      error ? reject(error) : resolve(),
    );
  });
