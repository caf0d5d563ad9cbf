import { repeat } from '@shop/service';
import type { ProviderHost, ProviderModule } from '../provider.ts';
import type { ChargeStore } from './charges.ts';
import { serveConfirmationPage } from './confirmation-page.ts';
import { createTestProvider } from './create-test-provider.ts';
import { type GraphEnv, graphEnv, type TestProviderEnv, type WorkerEnv, workerEnv } from './env.ts';
import { createChargeStore } from './prisma/charge-store.ts';
import { createWebhookSender } from './send-webhook.ts';
import { settleDueCharges } from './settle-due-charges.ts';
import { isSigned, signatureHeader } from './signature.ts';
import { parseWebhook } from './webhook-format.ts';

/** How long a customer waits at most after the delay, in milliseconds. */
const pauseMs = 250;

/** The provider of development and tests: it moves no money. */
export const testProvider: ProviderModule<TestProviderEnv, GraphEnv, WorkerEnv> = {
  graphEnv,
  workerEnv,
  create: (env, databases) =>
    createTestProvider({
      charges: createChargeStore(databases),
      publicUrl: env.PUBLIC_URL,
      delayMs: env.TEST_PROVIDER_DELAY_MS,
      authorisationMs: authorisationMsOf(env),
    }),
  page: () => ({
    code: 'TEST',
    publishableKey: null,
    amountOf: ({ minor }) => Number(minor),
    clientSecret: async () => undefined,
  }),
  serve: (host, env, databases) => serveTestProvider(host, env, createChargeStore(databases)),
  parseWebhook: async ({ body, header, receivedAt }, { PAYMENT_WEBHOOK_SECRETS: secrets }) =>
    isSigned(body, header(signatureHeader), secrets, receivedAt) ? parseWebhook(body) : 'unsigned',
  // Refunds are deleted with their charge.
  retention: ({ TEST_PROVIDER_RETENTION_DAYS: days }) => [
    { table: 'test_charges', column: 'created_at', days },
  ],
};

const authorisationMsOf = ({ TEST_PROVIDER_AUTHORISATION_MINUTES: minutes }: TestProviderEnv) =>
  minutes * 60_000;

/** Serves the confirmation page, and settles late charges with their webhooks. */
function serveTestProvider(host: ProviderHost, env: GraphEnv, charges: ChargeStore): void {
  const { log } = host;
  const { NODE_ENV, PUBLIC_URL, TEST_PROVIDER_WEBHOOK_URL } = env;
  const [secret = ''] = env.PAYMENT_WEBHOOK_SECRETS;
  const authorisationMs = authorisationMsOf(env);
  if (NODE_ENV === 'production') {
    log.warn('PAYMENT_PROVIDER=test IN PRODUCTION: ORDERS ARE PAID WITHOUT MONEY');
  } else log.info('payments go to the test provider: no money moves');
  serveConfirmationPage(host, { charges, authorisationMs });
  const url = TEST_PROVIDER_WEBHOOK_URL ?? new URL('/webhooks/payments', PUBLIC_URL).href;
  const send = createWebhookSender(url, secret);
  const settle = () => settleDueCharges({ charges, send, log, authorisationMs });
  const settling = repeat('test provider', pauseMs, settle, log);
  host.onStop('test provider', () => settling.stop());
}
