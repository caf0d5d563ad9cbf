import type { Money } from '@shop/domain';
import type Stripe from 'stripe';
import {
  ProviderUnavailable,
  type RefundResult,
  type SavingPaymentProvider,
} from '../../domain/ports.ts';
import { failed } from '../failed.ts';
import { KeyReused } from '../key-reused.ts';
import { toStripeAmount } from './amounts.ts';
import { answered, declinedOr } from './answers.ts';
import { captureIntent } from './capture-intent.ts';
import { expandCharge, resultOf } from './charge-result.ts';
import type { StripeIntent } from './intents.ts';
import { type IntentPorts, idempotent, openIntent, retrieveIntent } from './open-intent.ts';
import { createSavedMethods } from './saved-methods.ts';

export type StripeProviderOptions = IntentPorts & {
  /** Where a customer returns to who gives no page. */
  readonly publicUrl: string;
};

/**
 * Creates the provider that charges with Stripe. A charge is a payment intent in two steps: it is created, which moves no
 * money, and its id is saved; then it is confirmed. So each charge that may have moved money can be found. Both steps and
 * refunds carry the key as Stripe's idempotency key.
 */
export function createStripeProvider(options: StripeProviderOptions): SavingPaymentProvider {
  const { stripe, intents, publicUrl } = options;
  const retrieve = (key: string) => findIntent(options, key);

  return {
    async charge({ key, amount, token, returnUrl, isCapturedLater = false, ...saving }) {
      const stripeAmount = toStripeAmount(amount);
      if (stripeAmount === undefined) return failed('amount_not_supported');
      const request = { key, amount, stripeAmount, isCapturedLater, ...saving };
      const intent = await openIntent(options, request);
      if (!intent) return failed('unknown_token');
      const before = resultOf(intent);
      if (before) return before;
      const confirmation = {
        ...{ return_url: returnUrl ?? publicUrl, ...methodOf(token) },
        ...expandCharge,
      };
      const confirmed = await declinedOr(() =>
        stripe.paymentIntents.confirm(intent.id, confirmation, idempotent(`${key}:confirm`)),
      );
      if ('id' in confirmed) return resultOf(confirmed) ?? { status: 'PENDING' };
      return confirmed;
    },

    async find(key) {
      const intent = await retrieve(key);
      return intent && resultOf(intent);
    },

    async cancel(key) {
      const intent = await retrieve(key);
      if (!intent) return undefined;
      const before = resultOf(intent);
      if (before && before.status !== 'REQUIRES_ACTION') return before;
      const canceled = await declinedOr(() => stripe.paymentIntents.cancel(intent.id));
      // The customer may have confirmed meanwhile.
      return 'id' in canceled ? resultOf(canceled) : this.find(key);
    },

    async capture({ key, chargeKey, amount, isFinal }) {
      const intent = await retrieve(chargeKey);
      if (!intent) return failed('charge_not_found');
      return captureIntent(stripe, intent, { key, amount, isFinal });
    },

    async release(chargeKey) {
      const intent = await retrieve(chargeKey);
      if (intent?.status !== 'requires_capture') return;
      // What was captured stays: Stripe releases what is left (docs.stripe.com/api/payment_intents/cancel).
      await declinedOr(() => stripe.paymentIntents.cancel(intent.id));
    },

    async refund({ key, chargeKey, amount }) {
      const charge = await intents.byKey(chargeKey);
      if (!charge) return failed('charge_not_found');
      const fault = refundFault(charge, amount);
      if (fault) return failed(fault);
      return (
        (await earlierRefund(stripe, charge, key, amount)) ?? newRefund(stripe, charge, key, amount)
      );
    },
    methods: createSavedMethods(options),
  };
}

/** Returns the payment intent of a charge as it is at Stripe. Throws `ProviderUnavailable`. */
export async function findIntent(
  { stripe, intents }: Pick<IntentPorts, 'stripe' | 'intents'>,
  key: string,
): Promise<Stripe.PaymentIntent | undefined> {
  const stored = await intents.byKey(key);
  return stored && retrieveIntent(stripe, stored.intentId);
}

/** What pays: a confirmation token or a payment method of Stripe.js. */
const methodOf = (token: string): Stripe.PaymentIntentConfirmParams =>
  token.startsWith('ctoken_') ? { confirmation_token: token } : { payment_method: token };

function refundFault({ amount: charged }: StripeIntent, amount: Money): string | undefined {
  if (amount.currency !== charged.currency) return 'currency_mismatch';
  return toStripeAmount(amount) === undefined ? 'invalid_amount' : undefined;
}

/** Stripe forgets idempotency keys after a day; refunds carry their key, so that none is made twice. */
async function earlierRefund(
  stripe: Stripe,
  { intentId }: StripeIntent,
  key: string,
  amount: Money,
): Promise<RefundResult | undefined> {
  const { data } = await answered(() =>
    stripe.refunds.list({ payment_intent: intentId, limit: 100 }),
  );
  const earlier = data.find(({ metadata }) => metadata?.['key'] === key);
  if (!earlier) return undefined;
  if (earlier.amount !== toStripeAmount(amount)) throw new KeyReused(key);
  return refundResultOf(earlier);
}

async function newRefund(
  stripe: Stripe,
  { intentId }: StripeIntent,
  key: string,
  amount: Money,
): Promise<RefundResult> {
  const request = {
    ...{ payment_intent: intentId, amount: toStripeAmount(amount) ?? 0 },
    metadata: { key },
  };
  const made = await declinedOr(() => stripe.refunds.create(request, idempotent(key)), key);
  return 'id' in made ? refundResultOf(made) : made;
}

/** Throws `ProviderUnavailable` for a refund that the bank has not decided yet: it is asked for again. */
function refundResultOf({ status, failure_reason: reason }: Stripe.Refund): RefundResult {
  if (status === 'succeeded') return { status: 'SUCCEEDED' };
  if (status === 'failed' || status === 'canceled') return failed(reason ?? status);
  throw new ProviderUnavailable('the refund is not decided yet');
}
