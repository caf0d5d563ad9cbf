import Stripe from 'stripe';
import type { ParsedWebhook } from '../provider.ts';
import { fromStripeAmount } from './amounts.ts';
import { resultOf } from './charge-result.ts';
import type { IntentStore } from './intents.ts';

const types: readonly string[] = [
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'payment_intent.amount_capturable_updated',
];

export type WebhookPorts = {
  readonly intents: Pick<IntentStore, 'byIntent'>;
  /** Returns a payment intent with its charge. Throws `ProviderUnavailable`. */
  readonly retrieve: (intentId: string) => Promise<Stripe.PaymentIntent>;
};

type Parsed = Exclude<ParsedWebhook, 'unsigned'>;

/** Parses the body of a signed webhook. Events of other types, and of charges that the shop did not make, are ignored. */
export async function parseWebhook(
  body: Buffer,
  { intents, retrieve }: WebhookPorts,
): Promise<Parsed> {
  const event = eventIn(body);
  if (!event) return 'malformed';
  if (disputeTypes.includes(event.type)) {
    return disputeReport(event.id, event.data.object as Stripe.Dispute, intents);
  }
  if (!types.includes(event.type)) return 'ignored';
  const sent = event.data.object as Stripe.PaymentIntent;
  // Not by its metadata, which other programs of the account may write too.
  const stored = await intents.byIntent(sent.id);
  if (!stored) return 'ignored';
  // Until when it can be captured is in its charge, which events do not have.
  const intent = sent.status === 'requires_capture' ? await retrieve(sent.id) : sent;
  const result = resultOf(intent);
  if (!result || result.status === 'PENDING' || result.status === 'REQUIRES_ACTION')
    return 'ignored';
  const charged = fromStripeAmount(intent.amount, intent.currency);
  return { eventId: event.id, key: stored.key, result, charged };
}

const disputeTypes: readonly string[] = ['charge.dispute.created', 'charge.dispute.closed'];

async function disputeReport(
  eventId: string,
  { id, status, amount, currency, reason, payment_intent, evidence_details }: Stripe.Dispute,
  intents: Pick<IntentStore, 'byIntent'>,
): Promise<Parsed> {
  const intentId = typeof payment_intent === 'string' ? payment_intent : payment_intent?.id;
  const intent = intentId === undefined ? undefined : await intents.byIntent(intentId);
  if (!intent) return 'ignored';
  const dueBy = evidence_details?.due_by;
  const dispute = {
    ...{ id, status: statusOf(status), amount: fromStripeAmount(amount, currency) },
    reason: /^[\x21-\x7e]{1,200}$/.test(reason) ? reason : 'general',
    respondBy: dueBy ? new Date(dueBy * 1_000) : null,
  };
  return { eventId, key: intent.key, dispute };
}

/** An inquiry that is closed moved no money: it is won. */
function statusOf(status: Stripe.Dispute['status']): 'OPEN' | 'WON' | 'LOST' {
  if (status === 'lost') return 'LOST';
  return status === 'won' || status === 'warning_closed' ? 'WON' : 'OPEN';
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
