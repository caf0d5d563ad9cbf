import type { QueueName } from '@shop/schema';
import { badUserInput } from '@shop/service';
import { isQueueName } from '../domain/selection.ts';

/** Parses the name of a queue. Throws BAD_USER_INPUT when no such queue exists. */
export function parseQueue(name: string | null | undefined): QueueName | undefined {
  if (name == null) return undefined;
  if (!isQueueName(name)) throw badUserInput(`There is no queue ${name}.`);
  return name;
}

/** Parses the number of items to list. Throws BAD_USER_INPUT outside 1 to 100. */
export function parseFirst(first: number | null | undefined): number {
  const count = first ?? 20;
  if (count < 1 || count > 100) throw badUserInput('`first` is 1 to 100.');
  return count;
}
