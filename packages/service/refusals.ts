import { Refusal, type RefusalReason, sentenceOf } from '@shop/domain';
import { badUserInput } from './errors.ts';
import { toUserErrorDetails, type UserErrorDetails } from './user-error-details.ts';

type UserError = Omit<RefusalReason, 'field' | 'details'> & {
  readonly field: string[] | null;
  readonly details: UserErrorDetails | null;
};

/** Returns a reason as clients read it. */
export const toUserError = (reason: RefusalReason): UserError => ({
  code: reason.code,
  message: sentenceOf(reason),
  field: reason.field ? [...reason.field] : null,
  details: reason.details ? toUserErrorDetails(reason.details) : null,
});

/**
 * Runs a mutation and returns its payload: the result with its `reasons` as `userErrors`, empty when it has
 * none; or the reasons of a refusal with what `current` reads: the objects as they are now, where the requester may see them.
 */
export async function mutationPayload<T extends object>(
  work: () => Promise<T & { readonly reasons?: readonly RefusalReason[] }>,
  current: (refusal: Refusal) => Promise<Partial<T>> = async () => ({}),
): Promise<Partial<T> & { userErrors: UserError[] }> {
  try {
    const { reasons = [], ...result } = await work();
    return { ...(result as unknown as T), userErrors: reasons.map(toUserError) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...(await current(error)), userErrors: error.reasons.map(toUserError) };
  }
}

/**
 * Parses the arguments of a query. A query's result has no `userErrors`, so a refusal becomes
 * BAD_USER_INPUT.
 */
export function parseArguments<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const faults = error.reasons.map(({ field, message }) => `\`${field?.join('.')}\` ${message}`);
    throw badUserInput(`${faults.join('; ')}.`);
  }
}
