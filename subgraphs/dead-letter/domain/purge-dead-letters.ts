import type { DeadLetterQueues } from './ports.ts';
import { parseSelection, type SelectionInput } from './selection.ts';

/** Deletes dead letters. Refuses INVALID_VALUE, NOT_FOUND. */
export async function purgeDeadLetters(
  deadLetters: DeadLetterQueues,
  input: SelectionInput,
): Promise<number> {
  const { queue, ids } = parseSelection(input);
  return deadLetters.purge(queue, ids);
}
