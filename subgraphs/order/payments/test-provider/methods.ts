import type { SavedPaymentMethod } from '../../domain/saved-payment-methods.ts';

/** A payment method that a user has saved at the test provider. */
export type TestMethod = {
  readonly id: string;
  /** A token of tokens.ts, which stands for the card. */
  readonly token: string;
  readonly savedAt: Date;
};

/** The saved payment methods of the test provider. A user saves each token once. */
export type MethodStore = {
  /** Returns those of a user, the latest saved first, at most 100. */
  ofUser(userId: string): Promise<readonly TestMethod[]>;
  /** Returns `false` when the user does not have it. */
  remove(userId: string, id: string): Promise<boolean>;
  /** Removes all of a user. Charges of the user that succeed later save nothing. */
  removeUser(userId: string): Promise<void>;
};

/** The last digits of the cards that the tokens stand for. */
const lastDigits: Readonly<Record<string, string>> = {
  tok_success: '4242',
  tok_other_card: '4444',
  tok_needs_action: '3155',
  tok_timeout: '0119',
  tok_late_success: '0077',
};

/** Its cards are valid for three years from the day on which they are saved. */
const validYears = 3;

export const toSaved = ({ id, token, savedAt }: TestMethod): SavedPaymentMethod => ({
  ...{ id, savedAt, brand: 'test', last4: lastDigits[token] ?? '0000' },
  ...{ expiryMonth: 12, expiryYear: savedAt.getUTCFullYear() + validYears },
});
