import { isText, isTime, type KeyPart } from '@shop/domain';
import { parsePage, toConnection } from '@shop/service';
import type { DeadLetterContext, DeadLetterList } from '../context.ts';
import { listDeadLetters, sortKeyOf } from '../domain/list-dead-letters.ts';
import { isQueueName } from '../domain/selection.ts';
import type { QueryDeadLettersArgs } from '../generated/graphql.ts';
import { parseQueue } from './arguments.ts';

const keyParts: readonly KeyPart[] = [isTime, isQueueName, isText(200)];

/** Returns one page of dead letters. Cursors belong to one queue, or to all. Throws BAD_USER_INPUT. */
export async function pageOfDeadLetters(
  { queue: name, ...args }: QueryDeadLettersArgs,
  { deadLetters }: DeadLetterContext,
): Promise<DeadLetterList> {
  const queue = parseQueue(name);
  const list = `dead letters of ${queue ?? 'all'}`;
  const request = parsePage(list, args, keyParts);
  const { totalCount, ...page } = await listDeadLetters(deadLetters, queue, request);
  return toConnection(page, { list, request, keyOf: sortKeyOf, count: async () => totalCount });
}
