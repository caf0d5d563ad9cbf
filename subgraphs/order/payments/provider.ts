import type { Money } from '@shop/domain';
import type { Service } from '@shop/service';
import type { RetentionPolicy } from '@shop/service/postgres';
import type { z } from 'zod';
import type { ChargeResult, Dispute, SavingPaymentProvider } from '../domain/ports.ts';
import type { Databases } from '../prisma/client.ts';

/** A webhook as it was received. */
export type WebhookRequest = {
  readonly body: Buffer;
  /** Returns a header by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  readonly receivedAt: Date;
};

/** The final result of a charge, as a webhook reports it. */
export type ChargeReport = {
  readonly eventId: string;
  /** The key of the charge. */
  readonly key: string;
  readonly result: Exclude<ChargeResult, { status: 'PENDING' | 'REQUIRES_ACTION' }>;
  /** The amount of the charge; null when the webhook does not state it. */
  readonly charged: Money | null;
};

/** A dispute that the holder of a card has opened with the bank, or its end, as a webhook reports it. */
export type DisputeReport = {
  readonly eventId: string;
  /** The key of the charge. */
  readonly key: string;
  readonly dispute: Dispute;
};

/** A report, or why there is none: another type of event, an invalid event, an invalid signature. */
export type ParsedWebhook = ChargeReport | DisputeReport | 'ignored' | 'malformed' | 'unsigned';

/** The parts of a service that a provider uses. */
export type ProviderHost = Pick<Service, 'app' | 'log' | 'onStop'>;

/** What a page or app that takes payments needs of the provider. */
export type PaymentPage = {
  readonly code: 'TEST' | 'STRIPE';
  /** For the provider's script in the page; null when it needs none. */
  readonly publishableKey: string | null;
  /** Returns an amount in the provider's units; `undefined` when it cannot be charged exactly. */
  amountOf(amount: Money): number | undefined;
  /** Returns what confirms the charge with this key in the page; `undefined` when the provider has no such secret. */
  clientSecret(key: string): Promise<string | undefined>;
};

/** A payment provider. Its folder exports one of these; `providers.ts` lists them. */
export type ProviderModule<Env, GraphEnv extends Env, WorkerEnv extends Env> = {
  /** The variables of the graph, with the secrets of webhooks. */
  readonly graphEnv: z.ZodType<GraphEnv>;
  /** The variables of the worker. */
  readonly workerEnv: z.ZodType<WorkerEnv>;
  /** Creates the port, for the graph and the worker. */
  create(env: Env, databases: Databases): SavingPaymentProvider;
  /** Returns what pages that take payments need. */
  page(env: GraphEnv, databases: Databases): PaymentPage;
  /** Serves pages and starts what runs in the graph beside the port. */
  serve?(host: ProviderHost, env: GraphEnv, databases: Databases): void;
  /** Checks the signature of a webhook, then parses its body. */
  parseWebhook(
    request: WebhookRequest,
    env: GraphEnv,
    databases: Databases,
  ): Promise<ParsedWebhook>;
  /** Returns how long the provider's own rows are stored. */
  retention?(env: WorkerEnv): readonly RetentionPolicy[];
};
