import { Refusal, type RefusalCode } from '@shop/domain';

/** Runs work whose refusal with this code is about another field of the input. */
export async function tellingField<T>(
  code: RefusalCode,
  field: readonly string[],
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      error.reasons.map((reason) => (reason.code === code ? { ...reason, field } : reason)),
    );
  }
}
