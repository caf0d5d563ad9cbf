import { Refusal, type RefusalCode } from '@shop/domain';

/** Runs work, and sets the field of its refusals with this code. */
export async function withRefusalField<T>(
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
