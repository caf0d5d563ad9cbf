import type Stripe from 'stripe';
import type { PaymentPage } from '../provider.ts';
import { answered } from './answers.ts';
import type { IntentStore } from './intents.ts';

/**
 * Returns the client secrets of charges that wait for their customer. They are read from Stripe and never stored. Throws
 * `ProviderUnavailable`.
 */
export const createClientSecrets =
  (stripe: Stripe, intents: IntentStore): PaymentPage['clientSecret'] =>
  async (key) => {
    const stored = await intents.byKey(key);
    if (!stored) return undefined;
    const intent = await answered(() => stripe.paymentIntents.retrieve(stored.intentId));
    return intent.client_secret ?? undefined;
  };
