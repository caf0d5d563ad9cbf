import { type ChoiceInput, readChoice } from './choice.ts';
import type { DeadLetterBox } from './ports.ts';

/** Puts dead letters back on their queue. Refuses INVALID_VALUE, NOT_FOUND. */
export async function redriveDeadLetters(
  letters: DeadLetterBox,
  input: ChoiceInput,
): Promise<number> {
  const { queue, ids } = readChoice(input);
  return letters.redrive(queue, ids);
}
