import type { Channel } from 'amqplib';
import type { Topology } from '../bus.ts';
import { deadLetterQueue, retryQueue } from './names.ts';

/**
 * How often the broker delivers a message before it dead-letters it. It also counts messages that a stopping
 * process has in hand, so the limit is generous; `maxReturns` applies long before.
 */
const deliveryLimit = 100;
/** Dead letters may be read without limit (RabbitMQ 4 counts every read). */
const noDeliveryLimit = 1_000_000_000;

const quorum = { 'x-queue-type': 'quorum' };

/** Dead-lettering that confirms before it deletes (at-least-once) needs reject-publish. */
const deadLetterTo = (queue: string) => ({
  'x-dead-letter-exchange': '',
  'x-dead-letter-routing-key': queue,
  'x-dead-letter-strategy': 'at-least-once',
  'x-overflow': 'reject-publish',
});

/** Creates the exchange, queues and bindings that are missing. Works on RabbitMQ 3.10 and 4.x. */
export async function declareTopology(
  channel: Channel,
  exchange: string,
  topology: Topology,
  retryDelaysMs: readonly number[],
): Promise<void> {
  await channel.assertExchange(exchange, 'topic', { durable: true });
  for (const [queue, types] of Object.entries(topology)) {
    const dead = deadLetterQueue(queue);
    await channel.assertQueue(dead, {
      arguments: { ...quorum, 'x-delivery-limit': noDeliveryLimit },
    });
    await channel.assertQueue(queue, {
      arguments: { ...quorum, ...deadLetterTo(dead), 'x-delivery-limit': deliveryLimit },
    });
    for (const delayMs of new Set(retryDelaysMs)) {
      await channel.assertQueue(retryQueue(queue, delayMs), {
        arguments: { ...quorum, ...deadLetterTo(queue), 'x-message-ttl': delayMs },
      });
    }
    for (const type of types) await channel.bindQueue(queue, exchange, type);
  }
}
