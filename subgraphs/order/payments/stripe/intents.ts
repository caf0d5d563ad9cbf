import type { Money } from '@shop/domain';

/** Which payment intent of Stripe a charge is. */
export type StripeIntent = {
  /** The key of the charge. */
  readonly key: string;
  readonly intentId: string;
  readonly amount: Money;
};

export type IntentStore = {
  /** Saves the intent of a charge; one that is saved stays. */
  add(intent: StripeIntent): Promise<void>;
  byKey(key: string): Promise<StripeIntent | undefined>;
  byIntent(intentId: string): Promise<StripeIntent | undefined>;
};
