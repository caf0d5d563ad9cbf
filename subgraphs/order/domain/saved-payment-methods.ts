import { refuse } from '@shop/domain';
import { z } from 'zod';

/** A payment method of a user as the provider states it. The shop stores nothing of it. */
export type SavedPaymentMethod = {
  /** Of the provider. */
  readonly id: string;
  /** Of the card, such as `visa`. */
  readonly brand: string;
  readonly last4: string;
  /** 1 to 12. */
  readonly expiryMonth: number;
  readonly expiryYear: number;
  readonly savedAt: Date;
};

/**
 * The payment methods that users have saved at the payment provider. Every call throws `ProviderUnavailable` when its
 * outcome is unknown.
 */
export type SavedPaymentMethods = {
  /** Returns those of a user, each card once, the latest saved first. */
  ofUser(userId: string): Promise<readonly SavedPaymentMethod[]>;
  /** Removes one. Returns `false` when it is not one of the user. */
  remove(userId: string, id: string): Promise<boolean>;
  /** Removes all of a user, and what else the provider stores about the user. */
  removeUser(userId: string): Promise<void>;
};

/** A user saves at most this many. */
export const maxSavedMethods = 20;

export const savedMethodId = z.string().max(200, 'must have at most 200 characters');

export const methodNotFound = (): never =>
  refuse('NOT_FOUND', 'There is no such saved payment method.', ['paymentMethodId']);
