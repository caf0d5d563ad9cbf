import type { Channel, GetMessage, RecoveringChannelModel } from 'amqplib';
import type { DeadLetter, DeadLetters } from '../bus.ts';
import { deadLetterQueue } from './names.ts';
import type { Publisher } from './publisher.ts';
import { publishOptions, readMessage } from './wire.ts';

export type DeadLetterOptions = {
  readonly connection: RecoveringChannelModel;
  readonly publisher: Publisher;
  /** The queue as the caller knows it. */
  readonly queue: string;
  /** The queue as the broker knows it. */
  readonly name: string;
};

/** The dead letters of one queue. They are looked at on a channel of their own; closing it puts them back. */
export function createDeadLetters(options: DeadLetterOptions): DeadLetters {
  const { connection, publisher, queue, name } = options;
  const dead = deadLetterQueue(name);

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
    const acted = new Set<string>();
    const startedAt = new Date().toISOString();
    let count = 0;
    await visit(Number.POSITIVE_INFINITY, async (message, channel) => {
      const { id, failedAt } = readMessage(message);
      // A redriven letter may be dead again before the visit ends: once is enough.
      const again = id === '' ? failedAt > startedAt : acted.has(id);
      if (again || (wanted && !wanted.has(id))) return;
      acted.add(id);
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
        const { failures, returns: _, ...letter } = readMessage(message);
        letters.push({ ...letter, queue, attempts: failures });
      });
      return letters;
    },
    redrive: (ids) =>
      take(ids, async (message) => {
        const letter = readMessage(message);
        await publisher.put(name, letter.body, publishOptions(letter));
      }),
    purge: (ids) => take(ids, async () => undefined),
  };
}
