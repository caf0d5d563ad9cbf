import type { Channel, GetMessage, RecoveringChannelModel } from 'amqplib';
import type { DeadLetter, DeadLetters } from '../bus.ts';
import { deadLetterQueue } from './names.ts';
import type { Publisher } from './publisher.ts';
import { publishOptions, readMessage } from './wire.ts';

export type DeadLetterOptions = {
  readonly connection: RecoveringChannelModel;
  readonly publisher: Publisher;
  /** The queue as users of the bus name it. */
  readonly queue: string;
  /** The queue as the broker names it. */
  readonly name: string;
};

/** Reads and changes the dead letters of one queue. Each call uses its own channel; closing it puts them back. */
export function createDeadLetters(options: DeadLetterOptions): DeadLetters {
  const { connection, publisher, queue, name } = options;
  const readEach = createReader(connection, deadLetterQueue(name));

  async function settle(
    ids: readonly string[] | undefined,
    act: (message: GetMessage) => Promise<void>,
  ): Promise<number> {
    const isChosen = createChoice(ids);
    let count = 0;
    await readEach(Number.POSITIVE_INFINITY, async (message, channel) => {
      if (!isChosen(message)) return;
      await act(message);
      channel.ack(message);
      count++;
    });
    return count;
  }

  return {
    async list(limit = 100) {
      const listed: DeadLetter[] = [];
      await readEach(limit, async (message) => {
        const { failures, returns: _, ...deadLetter } = readMessage(message);
        listed.push({ ...deadLetter, queue, attempts: failures });
      });
      return listed;
    },
    redrive: (ids) =>
      settle(ids, async (message) => {
        const deadLetter = readMessage(message);
        await publisher.put(name, deadLetter.body, publishOptions(deadLetter));
      }),
    purge: (ids) => settle(ids, async () => undefined),
  };
}

/** Returns a function that reads up to `limit` messages of a queue, oldest first. */
const createReader =
  (connection: RecoveringChannelModel, queue: string) =>
  async (
    limit: number,
    read: (message: GetMessage, channel: Channel) => Promise<void>,
  ): Promise<void> => {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    try {
      for (let count = 0; count < limit; count++) {
        const message = await channel.get(queue);
        if (message === false) break;
        await read(message, channel);
      }
    } finally {
      await channel.close().catch(() => undefined);
    }
  };

/** Returns whether a dead letter is one of `ids`, or any, and was not chosen before. */
function createChoice(ids: readonly string[] | undefined): (message: GetMessage) => boolean {
  const wanted = ids && new Set(ids);
  const chosen = new Set<string>();
  const startedAt = new Date().toISOString();
  return (message) => {
    const { id, failedAt } = readMessage(message);
    // A redriven message may be dead again before all are read: one redrive is enough.
    const again = id === '' ? failedAt > startedAt : chosen.has(id);
    if (again || (wanted && !wanted.has(id))) return false;
    chosen.add(id);
    return true;
  };
}
