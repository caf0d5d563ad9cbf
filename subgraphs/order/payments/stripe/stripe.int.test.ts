import { newId } from '@shop/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ProviderUnavailable, type SavingPaymentProvider } from '../../domain/ports.ts';
import { openStores } from '../../testing/open-stores.ts';
import { describePaymentProvider } from '../../testing/payment-provider-contract.ts';
import { describeSavedMethods } from '../../testing/saved-methods-contract.ts';
import { disputeOf } from '../../testing/stripe-objects.ts';
import { startStripeServer } from '../../testing/stripe-server.ts';
import type { GraphPayments } from '../providers.ts';
import { graphPaymentEnv } from '../providers.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
let stripe: Awaited<ReturnType<typeof startStripeServer>>;
let payments: GraphPayments;
let provider: SavingPaymentProvider;
const secret = 'whsec_0123456789abcdef';

beforeAll(async () => {
  stores = await openStores();
  stripe = await startStripeServer();
  const variables = {
    PAYMENT_PROVIDER: 'stripe',
    PUBLIC_URL: 'https://shop.example',
    STRIPE_SECRET_KEY: 'sk_test_0123456789',
    STRIPE_API_URL: stripe.url,
    STRIPE_WEBHOOK_SECRETS: `whsec_9876543210,${secret}`,
    STRIPE_PUBLISHABLE_KEY: 'pk_test_0123456789',
  };
  payments = graphPaymentEnv.parse(variables).payments;
  provider = payments.serve({} as never, stores);
});
afterAll(async () => {
  await stripe?.close();
  await stores?.close();
});
beforeEach(() => {
  Object.assign(stripe.faults, { lostResponses: 0, brokenResponses: 0 });
});

const under = {
  provider: () => provider,
  captured: 'pm_card_visa',
  declined: 'pm_card_visa_chargeDeclined',
  capturedOnce: 'pm_card_mastercard',
  otherCard: 'pm_card_mastercard',
  largest: 99_999_999n,
};
describePaymentProvider('Stripe', under);
describeSavedMethods('Stripe', under);

const amount = { minor: 2_490n, currency: 'EUR' };
const charge = (token: string, key = newId(), returnUrl: string | null = null) =>
  provider.charge({ key, amount, token, returnUrl });
const authorise = (key: string) =>
  provider.charge({ key, amount, token: 'pm_card_visa', isCapturedLater: true });
const intentOf = (key: string) => stripe.intents().find(({ metadata }) => metadata['key'] === key);

describe('charges with Stripe', () => {
  it.each([
    ['pm_card_visa', { status: 'CAPTURED' }],
    ['pm_card_visa_chargeDeclined', { status: 'FAILED', code: 'card_declined' }],
    [
      'pm_card_visa_chargeDeclinedInsufficientFunds',
      { status: 'FAILED', code: 'insufficient_funds' },
    ],
    ['pm_bank_slow', { status: 'PENDING' }],
    ['pm_unknown', { status: 'FAILED', code: 'unknown_token' }],
    ['constructor', { status: 'FAILED', code: 'unknown_token' }],
  ])('the payment method %s ends with its outcome', async (token, result) => {
    expect(await charge(token)).toEqual(result);
  });

  it('a customer confirms at the bank and returns to the shop, or to the page that was given', async () => {
    const [key, other] = [newId(), newId()];
    const result = await charge('pm_card_threeDSecure2Required', key);
    const actionUrl = intentOf(key)?.next_action?.redirect_to_url?.url;
    expect(result).toEqual({ status: 'REQUIRES_ACTION', actionUrl });
    expect(await provider.find(key)).toEqual(result);
    await charge('pm_card_threeDSecure2Required', other, 'https://front.example/done');
    const returnsTo = [key, other].map(
      (one) => intentOf(one)?.next_action?.redirect_to_url?.return_url,
    );
    expect(returnsTo).toEqual(['https://shop.example', 'https://front.example/done']);
  });

  it.each([
    [true, { status: 'CAPTURED' }],
    [false, { status: 'FAILED', code: 'customer_declined' }],
  ])('a decision of the customer (%s) is found', async (accepted, result) => {
    const key = newId();
    await charge('pm_card_threeDSecure2Required', key);
    stripe.decide(intentOf(key)?.id ?? '', accepted);
    expect(await provider.find(key)).toEqual(result);
    expect(await charge('pm_card_threeDSecure2Required', key)).toEqual(result);
  });

  it('a charge that waits for its customer can be cancelled', async () => {
    const key = newId();
    await charge('pm_card_threeDSecure2Required', key);
    const canceled = { status: 'FAILED', code: 'canceled' };
    expect(await provider.cancel(key)).toEqual(canceled);
    expect(await provider.cancel(key)).toEqual(canceled);
    expect(await provider.find(key)).toEqual(canceled);
  });

  it('a charge whose answers are lost is unavailable, and is captured once when it is called again', async () => {
    const key = newId();
    // The first request and its retries.
    stripe.faults.lostResponses = 3;
    await expect(charge('pm_card_visa', key)).rejects.toBeInstanceOf(ProviderUnavailable);
    expect(await charge('pm_card_visa', key)).toEqual({ status: 'CAPTURED' });
    expect(stripe.intents().filter(({ metadata }) => metadata['key'] === key)).toHaveLength(1);
  });

  it('a capture is made once, also when its answers are lost and Stripe has forgotten its idempotency key', async () => {
    const [chargeKey, key] = [newId(), newId()];
    await authorise(chargeKey);
    const capture = () =>
      provider.capture({ key, chargeKey, amount: { ...amount, minor: 1_000n }, isFinal: false });
    stripe.faults.lostResponses = 3;
    await expect(capture()).rejects.toBeInstanceOf(ProviderUnavailable);
    for (let day = 0; day < 3; day += 1) {
      expect(await capture()).toEqual({ status: 'SUCCEEDED' });
      stripe.forgetKeys();
    }
    expect(intentOf(chargeKey)).toMatchObject({ amount_received: 1_000, amount_capturable: 1_490 });
  });

  it('an answer that is not one of Stripe leaves the charge to the next call', async () => {
    const key = newId();
    stripe.faults.brokenResponses = 1;
    await expect(charge('pm_card_visa', key)).rejects.toBeInstanceOf(ProviderUnavailable);
    expect(await charge('pm_card_visa', key)).toEqual({ status: 'CAPTURED' });
  });

  it('an amount that Stripe cannot charge exactly fails before any money moves', async () => {
    for (const unsupported of [
      { minor: 100_000_000n, currency: 'EUR' },
      { minor: 0n, currency: 'EUR' },
      { minor: 1_001n, currency: 'KWD' },
    ]) {
      const key = newId();
      expect(await provider.charge({ key, amount: unsupported, token: 'pm_card_visa' })).toEqual({
        status: 'FAILED',
        code: 'amount_not_supported',
      });
      expect(intentOf(key)).toBeUndefined();
    }
    const key = newId();
    await provider.charge({ key, amount: { minor: 500n, currency: 'ISK' }, token: 'pm_card_visa' });
    expect(intentOf(key)).toMatchObject({ amount: 50_000, currency: 'isk' });
  });

  it('a refund is made once, also when Stripe has forgotten its idempotency key', async () => {
    const [chargeKey, key] = [newId(), newId()];
    await charge('pm_card_visa', chargeKey);
    const half = { minor: 1_245n, currency: 'EUR' };
    for (let day = 0; day < 3; day += 1) {
      expect(await provider.refund({ key, chargeKey, amount: half })).toEqual({
        status: 'SUCCEEDED',
      });
      stripe.forgetKeys();
    }
    expect(stripe.refunds().filter(({ metadata }) => metadata?.['key'] === key)).toHaveLength(1);
  });
});

describe('pages that take payments with Stripe', () => {
  it('have its public key, and amounts as Stripe counts them', () => {
    const page = payments.page(stores);
    expect([page.code, page.publishableKey]).toEqual(['STRIPE', 'pk_test_0123456789']);
    expect(page.amountOf(amount)).toBe(2_490);
    expect(page.amountOf({ minor: 500n, currency: 'ISK' })).toBe(50_000);
    expect(page.amountOf({ minor: 1_001n, currency: 'KWD' })).toBeUndefined();
  });

  it('confirm a charge with the secret that Stripe has for it', async () => {
    const [key, unknown] = [newId(), newId()];
    await charge('pm_card_threeDSecure2Required', key);
    const page = payments.page(stores);
    expect(await page.clientSecret(key)).toBe(intentOf(key)?.client_secret);
    expect(await page.clientSecret(unknown)).toBeUndefined();
    stripe.faults.lostResponses = 3;
    await expect(page.clientSecret(key)).rejects.toBeInstanceOf(ProviderUnavailable);
  });

  it('a secret key is refused where the publishable one belongs', () => {
    const mistaken = { PAYMENT_PROVIDER: 'stripe', STRIPE_PUBLISHABLE_KEY: 'sk_test_0123456789' };
    const { error } = graphPaymentEnv.safeParse(mistaken);
    const messages = error?.issues.map(({ path, message }) => `${path.join()} ${message}`);
    expect(messages).toContain('STRIPE_PUBLISHABLE_KEY must be a publishable key, `pk_…`');
  });
});

describe('webhooks of Stripe', () => {
  const receive = ({ body, header }: { body: Buffer; header: string }, receivedAt = new Date()) =>
    payments.webhooks(stores)({
      body,
      header: (name) => (name === 'stripe-signature' ? header : undefined),
      receivedAt,
    });

  it('a charge that was decided later is reported', async () => {
    const key = newId();
    await charge('pm_card_threeDSecure2Required', key);
    const intent = stripe.decide(intentOf(key)?.id ?? '', true);
    expect(await receive(stripe.webhook('payment_intent.succeeded', intent, secret))).toEqual({
      ...{ key, eventId: expect.stringMatching(/^evt_/), result: { status: 'CAPTURED' } },
      charged: { minor: BigInt(intent.amount), currency: 'EUR' },
    });
    const declined = stripe.decide(intent.id, false);
    expect(
      await receive(stripe.webhook('payment_intent.payment_failed', declined, secret)),
    ).toMatchObject({
      result: { status: 'FAILED', code: 'customer_declined' },
    });
  });

  it('an authorisation and its end are reported, with what only the charge says', async () => {
    const key = newId();
    await authorise(key);
    const authorised = await provider.find(key);
    const intent = { ...intentOf(key), latest_charge: 'ch_1' };
    const type = 'payment_intent.amount_capturable_updated';
    expect(authorised).toMatchObject({ status: 'AUTHORISED', captures: 'MANY' });
    expect(await receive(stripe.webhook(type, intent, secret))).toMatchObject({
      ...{ key, result: authorised },
    });
    await provider.release(key);
    const released = intentOf(key) ?? {};
    expect(
      await receive(stripe.webhook('payment_intent.canceled', released, secret)),
    ).toMatchObject({ key, result: { status: 'FAILED', code: 'canceled' } });
  });

  it('a dispute of a charge, and its end, are reported', async () => {
    const key = newId();
    await charge('pm_card_visa', key);
    const dispute = disputeOf(intentOf(key)?.id ?? '', 2_490);
    expect(await receive(stripe.webhook('charge.dispute.created', dispute, secret))).toEqual({
      eventId: expect.stringMatching(/^evt_/),
      key,
      dispute: {
        ...{ id: dispute.id, status: 'OPEN', reason: 'product_not_received' },
        amount: { minor: 2_490n, currency: 'EUR' },
        respondBy: new Date('2026-03-20T23:59:59Z'),
      },
    });
    for (const [status, end] of [
      ['lost', 'LOST'],
      ['won', 'WON'],
      ['warning_closed', 'WON'],
    ] as const) {
      const closed = { ...dispute, status };
      expect(await receive(stripe.webhook('charge.dispute.closed', closed, secret))).toMatchObject({
        key,
        dispute: { status: end },
      });
    }
  });

  it('disputes of charges of others are ignored', async () => {
    const dispute = disputeOf('pi_of_another', 100);
    expect(await receive(stripe.webhook('charge.dispute.created', dispute, secret))).toBe(
      'ignored',
    );
    const withoutIntent = { ...dispute, payment_intent: null };
    expect(await receive(stripe.webhook('charge.dispute.created', withoutIntent, secret))).toBe(
      'ignored',
    );
  });

  it('events of other types and of charges of others are ignored', async () => {
    const key = newId();
    await charge('pm_card_visa', key);
    const intent = intentOf(key) ?? {};
    expect(await receive(stripe.webhook('customer.created', {}, secret))).toBe('ignored');
    expect(await receive(stripe.webhook('payment_intent.created', intent, secret))).toBe('ignored');
    // Its metadata may name a payment of the shop.
    const ofOthers = { ...intent, id: 'pi_of_another' };
    expect(await receive(stripe.webhook('payment_intent.succeeded', ofOthers, secret))).toBe(
      'ignored',
    );
  });

  it('an invalid signature, another secret and an old event are refused', async () => {
    const event = stripe.webhook('payment_intent.succeeded', {}, secret);
    expect(await receive({ ...event, body: Buffer.concat([event.body, Buffer.from(' ')]) })).toBe(
      'unsigned',
    );
    expect(
      await receive(stripe.webhook('payment_intent.succeeded', {}, 'whsec_ofAnotherAccount')),
    ).toBe('unsigned');
    expect(await receive(event, new Date(Date.now() + 301_000))).toBe('unsigned');
    expect(await receive({ ...event, header: '' })).toBe('unsigned');
  });

  it('a signed body without an event is malformed', async () => {
    for (const object of [null, 'x']) {
      expect(
        await receive(stripe.webhook('payment_intent.succeeded', object as never, secret)),
      ).toBe('malformed');
    }
  });
});
