import Stripe from 'stripe';
import type { ProviderModule } from '../provider.ts';
import { toStripeAmount } from './amounts.ts';
import { createClientSecrets } from './client-secrets.ts';
import { createStripeProvider } from './create-stripe-provider.ts';
import { type GraphEnv, graphEnv, type StripeEnv, workerEnv } from './env.ts';
import { createIntentStore } from './prisma/intent-store.ts';
import { isSigned, parseWebhook } from './webhook-format.ts';

/** Below the deadline of a request of the gateway. */
const timeoutMs = 8_000;

/** Charges cards and other methods with Stripe. */
export const stripeProvider: ProviderModule<StripeEnv, GraphEnv, StripeEnv> = {
  graphEnv,
  workerEnv,
  create: (env, databases) =>
    createStripeProvider({
      stripe: connect(env),
      intents: createIntentStore(databases),
      publicUrl: env.PUBLIC_URL,
    }),
  page: (env, databases) => ({
    code: 'STRIPE',
    publishableKey: env.STRIPE_PUBLISHABLE_KEY ?? null,
    amountOf: toStripeAmount,
    clientSecret: createClientSecrets(connect(env), createIntentStore(databases)),
  }),
  parseWebhook: ({ body, header, receivedAt }, { STRIPE_WEBHOOK_SECRETS: secrets }) =>
    isSigned(body, header('stripe-signature'), secrets, receivedAt)
      ? parseWebhook(body)
      : 'unsigned',
};

const connect = ({ STRIPE_SECRET_KEY, STRIPE_API_URL }: StripeEnv): Stripe =>
  new Stripe(STRIPE_SECRET_KEY, {
    ...{ timeout: timeoutMs, maxNetworkRetries: 2, telemetry: false },
    ...(STRIPE_API_URL && addressOf(new URL(STRIPE_API_URL))),
  });

const addressOf = ({ protocol, hostname, port }: URL) => ({
  protocol: protocol === 'http:' ? ('http' as const) : ('https' as const),
  host: hostname,
  port: port || (protocol === 'http:' ? 80 : 443),
});
