import type { RetentionPolicy } from '@shop/service/postgres';
import { z } from 'zod';
import type { SavingPaymentProvider } from '../domain/ports.ts';
import type { Databases } from '../prisma/client.ts';
import type {
  ParsedWebhook,
  PaymentPage,
  ProviderHost,
  ProviderModule,
  WebhookRequest,
} from './provider.ts';
import { stripeProvider } from './stripe/stripe.ts';
import { testProvider } from './test-provider/test-provider.ts';

/** The configured provider in the worker. */
export type WorkerPayments = {
  create(databases: Databases): SavingPaymentProvider;
  readonly retention: readonly RetentionPolicy[];
};

/** The configured provider in the graph. */
export type GraphPayments = {
  /** Creates the port, and serves what the provider serves beside it. */
  serve(host: ProviderHost, databases: Databases): SavingPaymentProvider;
  /** Returns what pages that take payments need. */
  page(databases: Databases): PaymentPage;
  /** Returns what parses webhooks, which are signed. */
  webhooks(databases: Databases): (request: WebhookRequest) => Promise<ParsedWebhook>;
};

const configured = <Env, GraphEnv extends Env, WorkerEnv extends Env>(
  module: ProviderModule<Env, GraphEnv, WorkerEnv>,
) => ({
  worker: module.workerEnv.transform(
    (env): WorkerPayments => ({
      create: (databases) => module.create(env, databases),
      retention: module.retention?.(env) ?? [],
    }),
  ),
  graph: module.graphEnv.transform(
    (env): GraphPayments => ({
      serve(host, databases) {
        module.serve?.(host, env, databases);
        return module.create(env, databases);
      },
      page: (databases) => module.page(env, databases),
      webhooks: (databases) => (request) => module.parseWebhook(request, env, databases),
    }),
  ),
});

/** Every payment provider, by the value of PAYMENT_PROVIDER. */
const providers = {
  test: configured(testProvider),
  stripe: configured(stripeProvider),
};

type Name = keyof typeof providers;
const names = Object.keys(providers) as [Name, ...Name[]];

/**
 * Parses PAYMENT_PROVIDER and the variables of that provider into `payments`. The default is for development
 * only: a shop in production that takes orders without money has to name the test provider.
 */
const chosen = <T>(schemaOf: (provider: (typeof providers)[Name]) => z.ZodType<T>) =>
  z
    .looseObject({
      NODE_ENV: z.string().optional(),
      PAYMENT_PROVIDER: z.enum(names, `must be one of: ${names.join(', ')}`).optional(),
    })
    .transform((variables, context) => {
      const { NODE_ENV, PAYMENT_PROVIDER: name } = variables;
      if (NODE_ENV === 'production' && !name) {
        const message = 'must be set in production; `test` moves no money';
        context.addIssue({ code: 'custom', path: ['PAYMENT_PROVIDER'], message });
      }
      const payments = schemaOf(providers[name ?? 'test']).safeParse(variables);
      if (payments.success) return { payments: payments.data };
      context.issues.push(...(payments.error.issues as typeof context.issues));
      return z.NEVER;
    });

export const graphPaymentEnv = chosen(({ graph }) => graph);
export const workerPaymentEnv = chosen(({ worker }) => worker);
