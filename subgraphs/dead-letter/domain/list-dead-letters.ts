import { type QueueName, queues } from '@shop/schema';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterQueues } from './ports.ts';

const allQueues = Object.keys(queues) as QueueName[];

export type DeadLetterList = { readonly nodes: DeadLetter[]; readonly totalCount: number };

/** Lists the dead letters of one queue or of all, those that failed first, and counts them. */
export async function listDeadLetters(
  deadLetters: DeadLetterQueues,
  queue: QueueName | undefined,
  first: number,
): Promise<DeadLetterList> {
  const selected = queue ? [queue] : allQueues;
  const found = await Promise.all(
    selected.map(async (name) => ({
      // Counted first: a broker does not count messages while they are being listed.
      count: await deadLetters.count(name),
      oldest: await deadLetters.oldest(name, first),
    })),
  );
  const nodes = found
    .flatMap(({ oldest }) => oldest)
    .sort((one, other) => one.failedAt.getTime() - other.failedAt.getTime())
    .slice(0, first);
  return { nodes, totalCount: found.reduce((sum, { count }) => sum + count, 0) };
}
