import { type Page, type PageRequest, toPage } from '@shop/domain';
import { type QueueName, queues } from '@shop/schema';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterQueues } from './ports.ts';

const allQueues = Object.keys(queues) as QueueName[];

/** A broker has no index: a page is found by reading all before it. So many take it a few seconds. */
const maxRead = 10_000;

export type DeadLetterPage = Page<DeadLetter> & { readonly totalCount: number };

/** Returns what dead letters are listed by. Messages without an id are those of other programs. */
export const sortKeyOf = ({ failedAt, queue, id }: DeadLetter): readonly string[] => [
  failedAt.toISOString(),
  queue,
  id ?? '',
];

/** Lists a page of the dead letters of one queue or of all, those that failed first, and counts all. */
export async function listDeadLetters(
  deadLetters: DeadLetterQueues,
  queue: QueueName | undefined,
  request: PageRequest,
): Promise<DeadLetterPage> {
  const { size, backward, cursor } = request;
  const isFirstPage = !backward && cursor === undefined;
  const limit = isFirstPage ? size + 1 : maxRead;
  const selected = queue ? [queue] : allQueues;
  const found = await Promise.all(
    selected.map(async (name) => ({
      // Counted first: a broker does not count messages while they are being listed.
      count: await deadLetters.count(name),
      oldest: await deadLetters.oldest(name, limit),
    })),
  );
  const direction = backward ? -1 : 1;
  const rows = found
    .flatMap(({ oldest }) => oldest)
    .filter((one) => !cursor || direction * compare(sortKeyOf(one), cursor) > 0)
    .sort((one, other) => direction * compare(sortKeyOf(one), sortKeyOf(other)))
    .slice(0, size + 1);
  return { ...toPage(rows, request), totalCount: found.reduce((sum, { count }) => sum + count, 0) };
}

/** Compares two sort keys, whose parts sort as their texts do. */
function compare(one: readonly string[], other: readonly string[]): number {
  const n = one.findIndex((part, at) => part !== other[at]);
  if (n < 0) return 0;
  return (one[n] ?? '') < (other[n] ?? '') ? -1 : 1;
}
