import type { ConfirmChannel, Options, RecoveringChannelModel } from 'amqplib';
import { within } from '../deadline.ts';
import { messageOf, UnavailableError } from '../errors.ts';
import { createChannelSource } from './connection.ts';

type Properties = Options.Publish & { messageId: string };

/** Numbers the messages of a process, so that it knows which one the broker returns. */
const publishingHeader = 'x-publishing';

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
 * Publishes with confirms over one channel of its own. Gives up on a confirm after `timeoutMs`: the message may
 * or may not be stored.
 */
export function createPublisher(connection: RecoveringChannelModel, timeoutMs: number): Publisher {
  let publishings = 0;
  /** Whether each message in flight was returned. Copies of one message may be in flight, so its id does not tell them apart. */
  const inFlight = new Map<number, boolean>();
  const openChannel = createChannelSource<ConfirmChannel>(
    () => connection.createConfirmChannel(),
    (channel) => {
      channel.on('return', ({ properties }) => {
        const publishing = properties.headers?.[publishingHeader];
        if (inFlight.has(publishing)) inFlight.set(publishing, true);
      });
    },
  );

  async function publish(
    exchange: string,
    routingKey: string,
    body: string,
    properties: Properties,
  ): Promise<'routed' | 'unroutable'> {
    const publishing = publishings++;
    const headers = { ...properties.headers, [publishingHeader]: publishing };
    const refused = new AbortController();
    const work = async () => {
      const channel = await openChannel();
      // When the broker returns after the caller has got the error, it is too late to publish.
      if (!refused.signal.aborted)
        await publishConfirmed(channel, exchange, routingKey, body, { ...properties, headers });
    };
    inFlight.set(publishing, false);
    try {
      await within(timeoutMs, work());
      // The broker sends the return before the confirm.
      return inFlight.get(publishing) ? 'unroutable' : 'routed';
    } catch (error) {
      refused.abort();
      const text = `${routingKey} ${properties.messageId} is not confirmed: ${messageOf(error)}`;
      throw new UnavailableError(text, { cause: error });
    } finally {
      inFlight.delete(publishing);
    }
  }

  return {
    publish,
    async put(queue, body, properties) {
      if ((await publish('', queue, body, properties)) === 'routed') return;
      throw new UnavailableError(`queue ${queue} is missing`);
    },
  };
}

/** Resolves once the broker has confirmed the message. */
const publishConfirmed = (
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
