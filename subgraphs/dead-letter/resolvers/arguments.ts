import type { QueueName } from '@shop/schema';
import { badUserInput } from '@shop/service';
import { isQueueName } from '../domain/selection.ts';

/** Parses the name of a queue. Throws BAD_USER_INPUT when no such queue exists. */
export function parseQueue(name: string | null | undefined): QueueName | undefined {
  if (name == null) return undefined;
  if (!isQueueName(name)) throw badUserInput(`There is no queue ${name}.`);
  return name;
}
