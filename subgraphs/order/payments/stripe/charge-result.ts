import type Stripe from 'stripe';
import type { Authorisation } from '../../domain/payment.ts';
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
  amount_received: received,
  next_action: action,
  last_payment_error: error,
  latest_charge: charge,
}: Stripe.PaymentIntent): ChargeResult | undefined {
  switch (status) {
    case 'succeeded':
      return { status: 'CAPTURED' };
    case 'requires_capture':
      return { status: 'AUTHORISED', ...authorisationOf(charge) };
    case 'requires_payment_method':
      return error ? { status: 'FAILED', code: failureCode(error) } : undefined;
    case 'canceled':
      // Of one that was captured in part, the rest is released.
      if (received > 0) return { status: 'CAPTURED' };
      return { status: 'FAILED', code: error ? failureCode(error) : 'canceled' };
    case 'requires_action': {
      const actionUrl = action?.redirect_to_url?.url;
      return actionUrl ? { status: 'REQUIRES_ACTION', actionUrl } : { status: 'PENDING' };
    }
    default:
      return { status: 'PENDING' };
  }
}

/** The shortest time for which a bank holds money, where Stripe does not say it (docs.stripe.com/payments/place-a-hold-on-a-payment-method). */
const shortestHoldMs = 5 * 24 * 60 * 60_000;

/** Returns until when an authorised charge can be captured, and how often. It is expanded (`expandCharge`). */
function authorisationOf(charge: Stripe.PaymentIntent['latest_charge']): Authorisation {
  const details = typeof charge === 'object' ? charge : null;
  const card = details?.payment_method_details?.card;
  const heldFrom = details ? details.created * 1_000 : Date.now();
  return {
    expiresAt: new Date(
      card?.capture_before ? card.capture_before * 1_000 : heldFrom + shortestHoldMs,
    ),
    captures: card?.multicapture?.status === 'available' ? 'MANY' : 'ONE',
  };
}

/** The part of a request that has Stripe answer with the charge, which knows until when it can be captured. */
export const expandCharge = { expand: ['latest_charge'] };
