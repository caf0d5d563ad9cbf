import { httpUrl } from '@shop/service';
import { z } from 'zod';

const stripeEnv = z.object({
  /** Where customers reach the gateway: the page to which the provider returns a customer who has no other. */
  PUBLIC_URL: httpUrl.default('http://localhost:4000'),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_\w{8,}$/, 'must be a secret or restricted key, `sk_…` or `rk_…`'),
  /** Another server than Stripe's that speaks its API, such as one for tests. */
  STRIPE_API_URL: httpUrl.optional(),
});
export type StripeEnv = z.output<typeof stripeEnv>;

/** The secrets of the webhook endpoint, separated by commas: two while one replaces the other. */
const webhookSecrets = z
  .string()
  .transform((list) => list.split(',').map((secret) => secret.trim()))
  .refine((list) => list.every((secret) => /^whsec_\w{8,}$/.test(secret)), {
    error: 'must be signing secrets, `whsec_…`, separated by commas',
  });

/** What the provider reads in the graph. */
export const graphEnv = stripeEnv.extend({
  STRIPE_WEBHOOK_SECRETS: webhookSecrets,
  /** For Stripe.js in pages, which is public. Without it only clients with a key of their own can take payments. */
  STRIPE_PUBLISHABLE_KEY: z
    .string()
    .regex(/^pk_\w{8,}$/, 'must be a publishable key, `pk_…`')
    .optional(),
});
export type GraphEnv = z.output<typeof graphEnv>;

/** What it reads in the worker. */
export const workerEnv = stripeEnv;
