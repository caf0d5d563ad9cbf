import { refuse, validate } from '@shop/domain';
import { type QueueName, queues } from '@shop/schema';
import { z } from 'zod';

const choice = z
  .object({
    queue: z.string(),
    ids: z
      .array(z.string().min(1, 'must not be empty'))
      .max(1_000, 'must be at most 1,000')
      .nullish(),
    all: z.boolean().nullish(),
  })
  .refine(({ ids, all }) => Boolean(all) !== Boolean(ids?.length), {
    message: 'give ids, or all: true, and not both',
    path: ['ids'],
  });
export type ChoiceInput = z.input<typeof choice>;

/** Which letters of which queue; no `ids` for all. Refuses INVALID_VALUE, NOT_FOUND. */
export function readChoice(input: ChoiceInput): { queue: QueueName; ids?: readonly string[] } {
  const { queue, ids } = validate(choice, input);
  if (!isQueue(queue)) refuse('NOT_FOUND', `There is no queue ${queue}.`, ['queue']);
  return ids?.length ? { queue, ids } : { queue };
}

export const isQueue = (name: string): name is QueueName => Object.hasOwn(queues, name);
