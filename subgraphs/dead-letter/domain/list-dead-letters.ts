import { type QueueName, queues } from '@shop/schema';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterBox } from './ports.ts';

const everyQueue = Object.keys(queues) as QueueName[];

export type DeadLetterList = { readonly nodes: DeadLetter[]; readonly totalCount: number };

/** The dead letters of one queue or of all that failed first, and how many there are. */
export async function listDeadLetters(
  letters: DeadLetterBox,
  queue: QueueName | undefined,
  first: number,
): Promise<DeadLetterList> {
  const chosen = queue ? [queue] : everyQueue;
  const found = await Promise.all(
    chosen.map(async (name) => ({
      // First: a letter that is being looked at lies nowhere for a moment.
      count: await letters.count(name),
      oldest: await letters.oldest(name, first),
    })),
  );
  const nodes = found
    .flatMap(({ oldest }) => oldest)
    .sort((one, other) => one.failedAt.getTime() - other.failedAt.getTime())
    .slice(0, first);
  return { nodes, totalCount: found.reduce((sum, { count }) => sum + count, 0) };
}
