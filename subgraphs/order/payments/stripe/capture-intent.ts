import type { Money } from '@shop/domain';
import type Stripe from 'stripe';
import type { CaptureResult } from '../../domain/ports.ts';
import { failed } from '../failed.ts';
import { KeyReused } from '../key-reused.ts';
import { toStripeAmount } from './amounts.ts';
import { declinedOr } from './answers.ts';

/** Key of the metadata that says what was captured by a request. Stripe forgets idempotency keys after a day. */
const metadataKey = (key: string): string => `c:${key}`.slice(0, 40);

/** Captures a part of an authorised payment intent, once per key. Throws `ProviderUnavailable`, `KeyReused`. */
export async function captureIntent(
  stripe: Stripe,
  intent: Stripe.PaymentIntent,
  {
    key,
    amount,
    isFinal,
  }: { readonly key: string; readonly amount: Money; readonly isFinal: boolean },
): Promise<CaptureResult> {
  const part = toStripeAmount(amount);
  if (part === undefined) return failed('invalid_amount');
  if (amount.currency.toLowerCase() !== intent.currency) return failed('currency_mismatch');
  const earlier = intent.metadata[metadataKey(key)];
  if (earlier !== undefined && earlier !== String(part)) throw new KeyReused(key);
  if (earlier !== undefined) return { status: 'SUCCEEDED' };
  const card =
    typeof intent.latest_charge === 'object'
      ? intent.latest_charge?.payment_method_details?.card
      : null;
  const captured = await declinedOr(
    () =>
      stripe.paymentIntents.capture(
        intent.id,
        {
          amount_to_capture: part,
          metadata: { [metadataKey(key)]: String(part) },
          // Stripe knows the parameter for charges that may be captured several times only.
          ...(card?.multicapture?.status === 'available' && { final_capture: isFinal }),
        },
        { idempotencyKey: key },
      ),
    key,
  );
  return 'id' in captured ? { status: 'SUCCEEDED' } : captured;
}
