import { breaks, refuse, validate } from '@shop/domain';
import { type QueueName, queues } from '@shop/schema';
import { z } from 'zod';

const selectionInput = z
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
    ...breaks('NOT_ALLOWED'),
  });
export type SelectionInput = z.input<typeof selectionInput>;

/** Dead letters of one queue: those with these ids, or all of them without `ids`. */
type Selection = { readonly queue: QueueName; readonly ids?: readonly string[] };

/** Parses the selection of a mutation. Refuses INVALID_VALUE, NOT_FOUND. */
export function parseSelection(input: SelectionInput): Selection {
  const { queue, ids } = validate(selectionInput, input);
  if (!isQueueName(queue)) refuse('NOT_FOUND', `There is no queue ${queue}.`, ['queue']);
  return ids?.length ? { queue, ids } : { queue };
}

export const isQueueName = (name: string): name is QueueName => Object.hasOwn(queues, name);
