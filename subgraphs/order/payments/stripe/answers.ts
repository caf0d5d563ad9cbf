import Stripe from 'stripe';
import { type ChargeResult, ProviderUnavailable } from '../../domain/ports.ts';
import { failed } from '../failed.ts';
import { KeyReused } from '../key-reused.ts';
import { failureCode } from './charge-result.ts';

/** Codes of requests that Stripe refuses, as this shop names them. */
const refusals: Readonly<Record<string, string>> = {
  charge_already_refunded: 'amount_exceeds_charge',
  payment_intent_unexpected_state: 'charge_not_captured',
  amount_too_large: 'amount_exceeds_charge',
  capture_charge_authorization_expired: 'authorisation_expired',
  resource_missing: 'unknown_token',
};

/** Returns what Stripe answers, or the failure that it reports. Throws as `answered` does. */
export async function declinedOr<T extends { readonly id: string; readonly object: string }>(
  call: () => Promise<T>,
  key?: string,
): Promise<T | Extract<ChargeResult, { status: 'FAILED' }>> {
  try {
    return await answered(call, key);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) return failed(failureCode(error));
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    const { code, param } = error;
    if (code === undefined && param === 'amount') return failed('amount_exceeds_charge');
    const known = code && refusals[code];
    if (known) return failed(known);
    if (param === 'payment_method' || isUsedUp(error)) return failed('unknown_token');
    throw error;
  }
}

/** Whether a method was used before without being saved, or was removed. Stripe says so in words, without a code. */
const isUsedUp = ({ code, message }: Stripe.errors.StripeInvalidRequestError): boolean =>
  code === undefined && /may not be used again/.test(message);

/**
 * Returns what Stripe answers. Throws `ProviderUnavailable` when the outcome is unknown or the request may succeed later,
 * `KeyReused` for a key of another request, and other errors of Stripe as they are.
 */
export async function answered<T extends { readonly object: string }>(
  call: () => Promise<T>,
  key = '',
): Promise<T> {
  const { StripeIdempotencyError, StripeConnectionError, StripeAPIError, StripeRateLimitError } =
    Stripe.errors;
  try {
    const answer = await call();
    // A proxy may answer for Stripe.
    if (typeof answer.object === 'string') return answer;
    throw new ProviderUnavailable('the answer is not one of Stripe');
  } catch (error) {
    removeObjects(error);
    if (error instanceof StripeIdempotencyError) throw new KeyReused(key);
    const isTemporary =
      error instanceof StripeConnectionError ||
      error instanceof StripeAPIError ||
      error instanceof StripeRateLimitError ||
      (error instanceof Stripe.errors.StripeError && error.statusCode === 409);
    if (!isTemporary) throw error;
    throw new ProviderUnavailable('Stripe did not answer', { cause: error });
  }
}

/** Where an error of Stripe has the objects that it is about. They state data of cards, and a log writes errors whole. */
const objects = ['raw', 'payment_intent', 'payment_method', 'setup_intent', 'source'];

function removeObjects(error: unknown): void {
  if (!(error instanceof Stripe.errors.StripeError)) return;
  for (const name of objects) Reflect.deleteProperty(error, name);
}
