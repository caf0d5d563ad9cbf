import Stripe from 'stripe';
import type { Databases } from '../../prisma/client.ts';
import type { ProviderModule } from '../provider.ts';
import { toStripeAmount } from './amounts.ts';
import { createStripeProvider, findIntent } from './create-stripe-provider.ts';
import { type GraphEnv, graphEnv, type StripeEnv, workerEnv } from './env.ts';
import { retrieveIntent } from './open-intent.ts';
import { createCustomerStore } from './prisma/customer-store.ts';
import { createIntentStore } from './prisma/intent-store.ts';
import { isSigned, parseWebhook } from './webhook-format.ts';

/** Below the deadline of a request of the gateway. */
const timeoutMs = 8_000;

/** Charges cards and other methods with Stripe. */
export const stripeProvider: ProviderModule<StripeEnv, GraphEnv, StripeEnv> = {
  graphEnv,
  workerEnv,
  create: (env, databases) =>
    createStripeProvider({ ...connect(env, databases), publicUrl: env.PUBLIC_URL }),
  page(env, databases) {
    const stripe = connect(env, databases);
    return {
      code: 'STRIPE',
      publishableKey: env.STRIPE_PUBLISHABLE_KEY ?? null,
      amountOf: toStripeAmount,
      // Read from Stripe each time, and never stored.
      clientSecret: async (key) => (await findIntent(stripe, key))?.client_secret ?? undefined,
    };
  },
  parseWebhook: async ({ body, header, receivedAt }, env, databases) => {
    const secrets = env.STRIPE_WEBHOOK_SECRETS;
    if (!isSigned(body, header('stripe-signature'), secrets, receivedAt)) return 'unsigned';
    return parseWebhook(body, {
      intents: createIntentStore(databases),
      // Only authorised charges are read from Stripe.
      retrieve: (id) => retrieveIntent(connect(env, databases).stripe, id),
    });
  },
};

const connect = ({ STRIPE_SECRET_KEY, STRIPE_API_URL }: StripeEnv, databases: Databases) => ({
  stripe: new Stripe(STRIPE_SECRET_KEY, {
    ...{ timeout: timeoutMs, maxNetworkRetries: 2, telemetry: false },
    ...(STRIPE_API_URL && addressOf(new URL(STRIPE_API_URL))),
  }),
  intents: createIntentStore(databases),
  customers: createCustomerStore(databases),
});

const addressOf = ({ protocol, hostname, port }: URL) => ({
  protocol: protocol === 'http:' ? ('http' as const) : ('https' as const),
  host: hostname,
  port: port || (protocol === 'http:' ? 80 : 443),
});
