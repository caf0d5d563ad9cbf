import Stripe from 'stripe';
import type { ParsedWebhook } from '../provider.ts';
import { resultOf } from './charge-result.ts';

const types: readonly string[] = [
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
];

/** Parses the body of a signed webhook. Events of other types, and of charges that the shop did not make, are ignored. */
export function parseWebhook(body: Buffer): Exclude<ParsedWebhook, 'unsigned'> {
  const event = eventIn(body);
  if (!event) return 'malformed';
  if (!types.includes(event.type)) return 'ignored';
  const intent = event.data.object as Stripe.PaymentIntent;
  const key = intent.metadata?.['key'];
  const result = resultOf(intent);
  if (key === undefined) return 'ignored';
  if (result?.status !== 'CAPTURED' && result?.status !== 'FAILED') return 'ignored';
  return { eventId: event.id, key, result };
}

function eventIn(body: Buffer): Stripe.Event | undefined {
  try {
    const event = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(body),
    ) as Stripe.Event;
    const isEvent = typeof event.id === 'string' && typeof event.type === 'string';
    return isEvent && typeof event.data?.object === 'object' && event.data.object
      ? event
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a header is Stripe's signature of this body by one of the secrets, at most five minutes old. */
export const isSigned = (
  body: Buffer,
  header: string | undefined,
  secrets: readonly string[],
  receivedAt: Date,
): boolean =>
  header !== undefined &&
  secrets.some((secret) => {
    try {
      const { signature, DEFAULT_TOLERANCE } = Stripe.webhooks;
      return signature?.verifyHeader(
        body,
        header,
        secret,
        DEFAULT_TOLERANCE,
        undefined,
        receivedAt.getTime(),
      );
    } catch {
      return false;
    }
  });
