import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import type { TestAccounts } from '../open-accounts.ts';

/** An input that is refused, and what the payload has beside `userErrors`: the objects as they are now. */
export type Refused = {
  readonly input?: object;
  readonly now: object;
  readonly viewer?: Viewer | undefined;
};

/** By `mutation CODE`, what provokes the refusal. */
export type RefusalCases = Readonly<Record<string, () => Promise<Refused>>>;

/** Wrong guesses after which an account is locked for the client's network. */
export const maxGuesses = 5;

/** Returns a viewer whose account does not exist. */
export async function unknownViewer(shop: TestAccounts): Promise<Viewer> {
  return { ...(await shop.newAccount()).viewer, id: newId() };
}
