import { type Money, sameMoney } from '@shop/domain';
import type Stripe from 'stripe';
import { KeyReused } from '../key-reused.ts';
import { answered } from './answers.ts';
import { expandCharge } from './charge-result.ts';
import { type CustomerPorts, openCustomer } from './customers.ts';
import type { IntentStore } from './intents.ts';

export type IntentPorts = CustomerPorts & { readonly intents: IntentStore };

/** The user who saves the method that pays, or who has saved it. */
type Saving = { readonly saveFor?: string | undefined; readonly savedBy?: string | undefined };

type IntentRequest = Saving & {
  readonly key: string;
  readonly amount: Money;
  /** In Stripe's units. */
  readonly stripeAmount: number;
  readonly isCapturedLater: boolean;
};

/** Returns a payment intent with its charge. Throws `ProviderUnavailable`. */
export const retrieveIntent = (stripe: Stripe, intentId: string): Promise<Stripe.PaymentIntent> =>
  answered(() => stripe.paymentIntents.retrieve(intentId, expandCharge));

/** Returns the options of a request that Stripe acts on once. */
export const idempotent = (idempotencyKey: string): Stripe.RequestOptions => ({ idempotencyKey });

/**
 * Returns the payment intent of a charge, created and saved once; `undefined` for a user who has saved nothing. Throws
 * `KeyReused` for another amount.
 */
export async function openIntent(
  ports: IntentPorts,
  { key, amount, stripeAmount, isCapturedLater, ...saving }: IntentRequest,
): Promise<Stripe.PaymentIntent | undefined> {
  const { stripe, intents } = ports;
  const stored = await intents.byKey(key);
  if (stored) {
    if (!sameMoney(stored.amount, amount)) throw new KeyReused(key);
    return retrieveIntent(stripe, stored.intentId);
  }
  const customer = await customerOf(ports, saving);
  if (saving.savedBy !== undefined && customer === undefined) return undefined;
  const card = { ...(isCapturedLater && capturedLater), ...(saving.saveFor && saved) };
  const created = await answered(
    () =>
      stripe.paymentIntents.create(
        {
          amount: stripeAmount,
          currency: amount.currency.toLowerCase(),
          automatic_payment_methods: { enabled: true },
          metadata: { key },
          ...(customer && { customer }),
          ...(Object.keys(card).length > 0 && { payment_method_options: { card } }),
        },
        idempotent(key),
      ),
    key,
  );
  await intents.add({ key, intentId: created.id, amount });
  return created;
}

/** Cards are authorised, and captured as often as Stripe and the bank allow; other methods are captured at once. */
const capturedLater = {
  capture_method: 'manual',
  request_multicapture: 'if_available',
} as const;

/** Cards alone are saved, and are charged when the customer is present. */
const saved = { setup_future_usage: 'on_session' } as const;

/** Returns the customer of a charge, who alone can pay with a saved method; `undefined` without one. */
async function customerOf(
  ports: CustomerPorts,
  { saveFor, savedBy }: Saving,
): Promise<string | undefined> {
  if (saveFor !== undefined) return openCustomer(ports, saveFor);
  return savedBy === undefined ? undefined : ports.customers.ofUser(savedBy);
}
