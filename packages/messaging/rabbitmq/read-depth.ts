import type { Channel } from 'amqplib';
import type { Depth } from '../bus.ts';
import { deadLetterQueue, retryQueue } from './names.ts';

/** Counts the messages of a queue that are ready, delayed for a retry, or dead. */
export async function readDepth(
  openChannel: () => Promise<Channel>,
  queue: string,
  retryDelaysMs: readonly number[],
): Promise<Depth> {
  const count = async (name: string) => (await (await openChannel()).checkQueue(name)).messageCount;
  const waiting = new Set([queue, ...retryDelaysMs.map((delayMs) => retryQueue(queue, delayMs))]);
  const counts = await Promise.all([...waiting].map(count));
  return {
    pending: counts.reduce((sum, messages) => sum + messages, 0),
    dead: await count(deadLetterQueue(queue)),
  };
}
