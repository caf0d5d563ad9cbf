import { type ChoiceInput, readChoice } from './choice.ts';
import type { DeadLetterBox } from './ports.ts';

/** Deletes dead letters. Refuses INVALID_VALUE, NOT_FOUND. */
export async function purgeDeadLetters(
  letters: DeadLetterBox,
  input: ChoiceInput,
): Promise<number> {
  const { queue, ids } = readChoice(input);
  return letters.purge(queue, ids);
}
