import type { QueueName } from '@shop/schema';
import { badUserInput } from '@shop/service';
import { isQueue } from '../domain/choice.ts';

/** A queue by its name. Throws BAD_USER_INPUT when there is none such. */
export function readQueue(name: string | null | undefined): QueueName | undefined {
  if (name == null) return undefined;
  if (!isQueue(name)) throw badUserInput(`There is no queue ${name}.`);
  return name;
}

/** How many to list. Throws BAD_USER_INPUT outside 1 to 100. */
export function readFirst(first: number | null | undefined): number {
  const count = first ?? 20;
  if (count < 1 || count > 100) throw badUserInput('`first` is 1 to 100.');
  return count;
}
