import { randomBytes } from 'node:crypto';
import type Stripe from 'stripe';

export const newId = (prefix: string) => `${prefix}_${randomBytes(12).toString('hex')}`;
export const seconds = () => Math.floor(Date.now() / 1_000);

type IntentInput = Pick<Stripe.PaymentIntent, 'amount' | 'currency' | 'metadata'> &
  Partial<Stripe.PaymentIntent>;

/** A payment intent that was created and not confirmed. */
export const newIntent = (input: IntentInput): Stripe.PaymentIntent => ({
  id: newId('pi'),
  object: 'payment_intent',
  allowed_payment_method_types: null,
  amount_capturable: 0,
  amount_received: 0,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: { enabled: true },
  canceled_at: null,
  cancellation_reason: null,
  capture_method: 'automatic_async',
  client_secret: newId('pi_secret'),
  confirmation_method: 'automatic',
  created: seconds(),
  customer: null,
  customer_account: null,
  description: null,
  excluded_payment_method_types: null,
  last_payment_error: null,
  latest_charge: null,
  livemode: false,
  managed_payments: null,
  next_action: null,
  on_behalf_of: null,
  payment_method: null,
  payment_method_configuration_details: null,
  payment_method_options: null,
  payment_method_types: ['card'],
  payment_record: null,
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  status: 'requires_payment_method',
  transfer_data: null,
  transfer_group: null,
  ...input,
});

/** The charge of an authorised payment intent, with the fields that the shop reads. */
export const newCharge = ({ captures }: { readonly captures: 'available' | 'unavailable' }) =>
  ({
    ...{ id: newId('ch'), object: 'charge', created: seconds() },
    payment_method_details: {
      ...{ type: 'card' },
      card: { capture_before: seconds() + 7 * 86_400, multicapture: { status: captures } },
    },
  }) as Stripe.Charge;

/** A refund that has succeeded. */
export const newRefund = (
  { id, currency }: Stripe.PaymentIntent,
  amount: number,
  metadata: Stripe.Metadata,
): Stripe.Refund => ({
  id: newId('re'),
  object: 'refund',
  amount,
  balance_transaction: null,
  charge: null,
  created: seconds(),
  currency,
  customer: null,
  customer_account: null,
  metadata,
  payment_intent: id,
  payment_method: null,
  reason: null,
  receipt_number: null,
  source_transfer_reversal: null,
  status: 'succeeded',
  transfer_reversal: null,
});

/** An open dispute, with the fields that the shop reads. */
export const disputeOf = (intentId: string, amount: number) => ({
  ...{ id: newId('dp'), object: 'dispute', status: 'needs_response', currency: 'eur', amount },
  ...{ reason: 'product_not_received', payment_intent: intentId },
  evidence_details: { due_by: Date.parse('2026-03-20T23:59:59Z') / 1_000 },
});

type ErrorBody = {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
};

/** An error as the API sends it, with its HTTP status. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

export const invalid = (message: string, more: { code?: string; param?: string } = {}): ApiError =>
  new ApiError(400, { type: 'invalid_request_error', message, ...more });
