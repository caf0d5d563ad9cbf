import type Stripe from 'stripe';
import type { ChargeResult } from '../../domain/ports.ts';

/** Stripe's codes that have another name here. */
const codes: Readonly<Record<string, string>> = {
  payment_intent_authentication_failure: 'customer_declined',
};

type Failure = { readonly code?: string; readonly decline_code?: string };

/** Returns the failure code of a declined charge: what the bank says, or else what Stripe says. */
export function failureCode({ code, decline_code }: Failure): string {
  const given = decline_code && decline_code !== 'generic_decline' ? decline_code : code;
  return codes[given ?? ''] ?? given ?? 'card_declined';
}

/** Returns the state of the charge that a payment intent is; `undefined` before it was confirmed. */
export function resultOf({
  status,
  next_action: action,
  last_payment_error: error,
}: Stripe.PaymentIntent): ChargeResult | undefined {
  switch (status) {
    case 'succeeded':
      return { status: 'CAPTURED' };
    case 'requires_payment_method':
      return error ? { status: 'FAILED', code: failureCode(error) } : undefined;
    case 'canceled':
      return { status: 'FAILED', code: error ? failureCode(error) : 'canceled' };
    case 'requires_action': {
      const actionUrl = action?.redirect_to_url?.url;
      return actionUrl ? { status: 'REQUIRES_ACTION', actionUrl } : { status: 'PENDING' };
    }
    default:
      return { status: 'PENDING' };
  }
}
