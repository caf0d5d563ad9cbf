import { setTimeout } from 'node:timers/promises';
import { startTestApp } from '@shop/testing';
import express, { type Request, type Response } from 'express';
import Stripe from 'stripe';
import { createStripeMethods } from './stripe-methods.ts';
import { ApiError, invalid, newCharge, newIntent, newRefund } from './stripe-objects.ts';

/** Tokens of Stripe's test cards (docs.stripe.com/testing), and how they end. */
const cards: Readonly<
  Record<string, Stripe.PaymentIntent.LastPaymentError | 'ok' | 'action' | 'slow'>
> = {
  pm_card_visa: 'ok',
  /** Of a bank whose charges can be captured once. */
  pm_card_mastercard: 'ok',
  pm_card_traced: 'ok',
  pm_card_threeDSecure2Required: 'action',
  pm_bank_slow: 'slow',
  pm_card_visa_chargeDeclined: {
    ...{ type: 'card_error', code: 'card_declined', decline_code: 'generic_decline' },
    message: 'Your card was declined.',
  },
  pm_card_visa_chargeDeclinedInsufficientFunds: {
    ...{ type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' },
    message: 'Your card has insufficient funds.',
  },
};

const keyInUse = new ApiError(409, {
  ...{ type: 'idempotency_error', code: 'idempotency_key_in_use' },
  message: 'There is currently another in-progress request using this key.',
});

type Form = {
  readonly amount?: string;
  readonly currency?: string;
  readonly metadata?: Stripe.Metadata;
  readonly customer?: string;
  readonly payment_method_options?: Stripe.PaymentIntent.PaymentMethodOptions;
  readonly payment_method?: string;
  /** Of Stripe.js; here `ctoken_` and the token of a card. */
  readonly confirmation_token?: string;
  readonly payment_intent?: string;
  readonly return_url?: string;
  readonly amount_to_capture?: string;
  readonly final_capture?: string;
};

const allowsManyCaptures = (charge: Stripe.PaymentIntent['latest_charge']): boolean =>
  typeof charge === 'object' &&
  charge?.payment_method_details?.card?.multicapture?.status === 'available';

/**
 * Starts a server with the part of Stripe's API that the shop calls: payment intents, captures, customers and their payment methods, refunds, idempotency keys
 * (docs.stripe.com/api/idempotent_requests) and signed webhooks. Its objects have the types of Stripe's OpenAPI file.
 */
export async function startStripeServer() {
  const intents = new Map<string, Stripe.PaymentIntent>();
  const refunds: Stripe.Refund[] = [];
  const methods = createStripeMethods();
  const faults = { lostResponses: 0, brokenResponses: 0 };

  const intentOf = (id = ''): Stripe.PaymentIntent => {
    const intent = intents.get(id);
    if (intent) return intent;
    throw invalid(`No such payment_intent: '${id}'`, { code: 'resource_missing', param: 'intent' });
  };
  const change = (intent: Stripe.PaymentIntent, part: Partial<Stripe.PaymentIntent>) => {
    const next = { ...intent, ...part };
    intents.set(next.id, next);
    return next;
  };
  const succeed = (intent: Stripe.PaymentIntent, token = '') => {
    const { amount, payment_method_options: options } = intent;
    methods.saveMethodOf(intent);
    if (options?.card?.capture_method !== 'manual') {
      return change(intent, { status: 'succeeded', amount_received: amount, next_action: null });
    }
    const isOnce = token === 'pm_card_mastercard';
    const latest_charge = newCharge({ captures: isOnce ? 'unavailable' : 'available' });
    const held = { status: 'requires_capture', amount_capturable: amount } as const;
    return change(intent, { ...held, latest_charge, next_action: null });
  };
  const decline = (intent: Stripe.PaymentIntent, error: Stripe.PaymentIntent.LastPaymentError) =>
    change(intent, {
      status: 'requires_payment_method',
      last_payment_error: error,
      next_action: null,
    });

  function create({ amount = '', currency = '', metadata = {}, ...more }: Form) {
    if (!(Number(amount) > 0 && Number(amount) <= 99_999_999)) {
      throw invalid('Invalid amount', { param: 'amount' });
    }
    const customer = more.customer === undefined ? null : methods.customerOf(more.customer).id;
    const payment_method_options = more.payment_method_options ?? null;
    const options = { customer, payment_method_options };
    const intent = newIntent({ amount: Number(amount), currency, metadata, ...options });
    intents.set(intent.id, intent);
    return intent;
  }

  function confirm(
    created: Stripe.PaymentIntent,
    { payment_method, confirmation_token, return_url: url }: Form,
  ) {
    const method = payment_method ?? confirmation_token?.replace(/^ctoken_/, '') ?? '';
    if (created.status !== 'requires_payment_method') throw unexpected(created);
    const token = methods.tokenOf(method, created);
    const card = Object.hasOwn(cards, token) ? cards[token] : undefined;
    if (!card) {
      const missing = { code: 'resource_missing', param: 'payment_method' };
      throw invalid(`No such PaymentMethod: '${method}'`, missing);
    }
    if (!url) throw invalid('A return_url is required', { param: 'return_url' });
    const intent = change(created, { payment_method: methods.use(method) });
    if (card === 'ok') return succeed(intent, token);
    if (card === 'slow') return change(intent, { status: 'processing' });
    if (card === 'action') {
      const redirect = { url: `https://hooks.stripe.com/3ds/${intent.id}`, return_url: url };
      const next_action = { type: 'redirect_to_url', redirect_to_url: redirect };
      return change(intent, { status: 'requires_action', next_action });
    }
    decline(intent, card);
    const { type, code = '', decline_code = '', message = '' } = card;
    throw new ApiError(402, { type, code, decline_code, message });
  }

  const unexpected = ({ status }: Stripe.PaymentIntent) =>
    invalid(`The PaymentIntent has a status of ${status}.`, {
      code: 'payment_intent_unexpected_state',
    });

  function cancel(intent: Stripe.PaymentIntent) {
    if (['succeeded', 'processing', 'canceled'].includes(intent.status)) throw unexpected(intent);
    const isCaptured = intent.amount_received > 0;
    const status = isCaptured ? 'succeeded' : 'canceled';
    return change(intent, { status, amount_capturable: 0, next_action: null });
  }

  function capture(
    intent: Stripe.PaymentIntent,
    { amount_to_capture: part, final_capture: isFinal, metadata = {} }: Form,
  ) {
    const { status, amount_capturable: left, amount_received: before, latest_charge } = intent;
    if (status !== 'requires_capture') throw unexpected(intent);
    const amount = Number(part ?? left);
    if (!(amount > 0)) throw invalid('Invalid amount', { param: 'amount_to_capture' });
    if (amount > left) {
      throw invalid('The amount is greater than what can be captured.', {
        ...{ code: 'amount_too_large', param: 'amount_to_capture' },
      });
    }
    const isMany = allowsManyCaptures(latest_charge);
    if (!isMany && isFinal !== undefined) {
      throw invalid('final_capture needs multicapture', { param: 'final_capture' });
    }
    const isOver = !isMany || isFinal !== 'false' || amount === left;
    return change(intent, {
      status: isOver ? 'succeeded' : 'requires_capture',
      amount_capturable: isOver ? 0 : left - amount,
      amount_received: before + amount,
      metadata: { ...intent.metadata, ...metadata },
    });
  }

  function refund({ payment_intent: id, amount = '', metadata = {} }: Form) {
    const intent = intentOf(id);
    if (intent.amount_received === 0) throw unexpected(intent);
    const made = refunds.filter((one) => one.payment_intent === id);
    const left = intent.amount_received - made.reduce((sum, one) => sum + one.amount, 0);
    if (left === 0) {
      throw invalid('The charge has already been refunded.', { code: 'charge_already_refunded' });
    }
    if (Number(amount) > left) {
      throw invalid('Refund amount is greater than unrefunded amount on charge', {
        param: 'amount',
      });
    }
    const created = newRefund(intent, Number(amount), metadata);
    refunds.push(created);
    return created;
  }

  const answers = new Map<string, { readonly request: string; readonly answer?: object }>();
  /** Answers a request with a key once: later ones get the same answer, other requests and concurrent ones an error. */
  async function idempotent(request: Request, work: () => object): Promise<object> {
    const key = request.get('idempotency-key');
    const text = `${request.path} ${JSON.stringify(request.body)}`;
    const known = key === undefined ? undefined : answers.get(key);
    if (known && known.request !== text) {
      const message = 'Keys for idempotent requests can only be used with the same parameters.';
      return new ApiError(400, { type: 'idempotency_error', message });
    }
    if (known) return known.answer ?? keyInUse;
    if (key !== undefined) answers.set(key, { request: text });
    await setTimeout(2);
    const answer = outcomeOf(work);
    if (key !== undefined) answers.set(key, { request: text, answer });
    return answer;
  }
  const outcomeOf = (work: () => object): object => {
    try {
      return work();
    } catch (error) {
      if (error instanceof ApiError) return error;
      throw error;
    }
  };

  function respond({ socket }: Request, response: Response, answer: object): void {
    if (faults.lostResponses > 0) {
      faults.lostResponses -= 1;
      socket.destroy();
    } else if (faults.brokenResponses > 0) {
      faults.brokenResponses -= 1;
      response.json({ maintenance: true });
    } else if (answer instanceof ApiError) {
      response.status(answer.status).json({ error: answer.body });
    } else response.json(answer);
  }

  const server = await startTestApp(({ app }) => {
    app.use(express.urlencoded({ extended: true }));
    const serve = (
      method: 'get' | 'post' | 'delete',
      path: string,
      work: (request: Request) => object,
    ) =>
      app[method](path, async (request, response) => {
        const answer =
          method === 'post'
            ? await idempotent(request, () => work(request))
            : outcomeOf(() => work(request));
        respond(request, response, answer);
      });
    const idOf = ({ params }: Request) => String(params['id']);
    serve('post', '/v1/payment_intents', ({ body }) => create(body));
    serve('get', '/v1/payment_intents/:id', (request) => intentOf(idOf(request)));
    serve('post', '/v1/payment_intents/:id/confirm', (request) =>
      confirm(intentOf(idOf(request)), request.body),
    );
    serve('post', '/v1/payment_intents/:id/capture', (request) =>
      capture(intentOf(idOf(request)), request.body),
    );
    serve('post', '/v1/payment_intents/:id/cancel', (request) => cancel(intentOf(idOf(request))));
    serve('post', '/v1/customers', ({ body }) => methods.createCustomer(body));
    serve('delete', '/v1/customers/:id', (request) => methods.deleteCustomer(idOf(request)));
    serve('get', '/v1/customers/:id/payment_methods', (request) => methods.list(idOf(request)));
    serve('post', '/v1/payment_methods/:id/detach', (request) => methods.detach(idOf(request)));
    serve('post', '/v1/refunds', ({ body }) => refund(body));
    serve('get', '/v1/refunds', ({ query }) => ({
      ...{ object: 'list', url: '/v1/refunds', has_more: false },
      data: refunds.filter((one) => one.payment_intent === query['payment_intent']),
    }));
  });

  return {
    url: server.url,
    close: server.close,
    faults,
    /** Idempotency keys live for a day. */
    forgetKeys: () => answers.clear(),
    refunds: () => [...refunds],
    intents: () => [...intents.values()],
    methods,
    /** The customer or the bank decides about a charge that waits. */
    decide(id: string, accepted: boolean): Stripe.PaymentIntent {
      if (accepted) return succeed(intentOf(id));
      return decline(intentOf(id), {
        ...{ type: 'invalid_request_error', code: 'payment_intent_authentication_failure' },
        message: 'The provided PaymentMethod has failed authentication.',
      });
    },
    /** Returns the signed webhook about an object. */
    webhook(type: string, object: object, secret: string, at = new Date()) {
      const payload = JSON.stringify({
        id: `evt_${Date.now()}`,
        object: 'event',
        type,
        data: { object },
      });
      const timestamp = Math.floor(at.getTime() / 1_000);
      const header = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
      return { body: Buffer.from(payload), header };
    },
  };
}
