import type { DeadLetterQueues } from './ports.ts';
import { parseSelection, type SelectionInput } from './selection.ts';

/** Sends dead letters to their queue again. Refuses INVALID_VALUE, NOT_FOUND. */
export async function redriveDeadLetters(
  deadLetters: DeadLetterQueues,
  input: SelectionInput,
): Promise<number> {
  const { queue, ids } = parseSelection(input);
  return deadLetters.redrive(queue, ids);
}
