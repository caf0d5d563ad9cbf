import type { Channel, GetMessage, RecoveringChannelModel } from 'amqplib';
import type { DeadLetter, DeadLetters } from '../bus.ts';
import { deadLetterQueue } from './names.ts';
import type { Publisher } from './publisher.ts';
import { publishOptions, readMessage } from './wire.ts';

/** The dead letters of one queue. They are looked at on a channel of their own; closing it puts them back. */
export function createDeadLetters(
  connection: RecoveringChannelModel,
  publisher: Publisher,
  queue: string,
): DeadLetters {
  const dead = deadLetterQueue(queue);

  async function visit(
    limit: number,
    each: (message: GetMessage, channel: Channel) => Promise<void>,
  ): Promise<void> {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    try {
      for (let count = 0; count < limit; count++) {
        const message = await channel.get(dead);
        if (message === false) break;
        await each(message, channel);
      }
    } finally {
      await channel.close().catch(() => undefined);
    }
  }

  async function take(
    ids: readonly string[] | undefined,
    act: (message: GetMessage) => Promise<void>,
  ): Promise<number> {
    const wanted = ids && new Set(ids);
    let count = 0;
    await visit(Number.POSITIVE_INFINITY, async (message, channel) => {
      if (wanted && !wanted.has(readMessage(message).id)) return;
      await act(message);
      channel.ack(message);
      count++;
    });
    return count;
  }

  return {
    async list(limit = 100) {
      const letters: DeadLetter[] = [];
      await visit(limit, async (message) => {
        const { failures, returns, ...letter } = readMessage(message);
        letters.push({ ...letter, queue, attempts: failures + returns });
      });
      return letters;
    },
    redrive: (ids) =>
      take(ids, async (message) => {
        const letter = readMessage(message);
        await publisher.publish('', queue, letter.body, publishOptions(letter));
      }),
    purge: (ids) => take(ids, async () => undefined),
  };
}
