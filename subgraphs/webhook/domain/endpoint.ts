import { refuse } from '@shop/domain';

export type WebhookFormat = 'CLOUD_EVENTS' | 'SIMPLE';
export type EndpointStatus = 'ENABLED' | 'DISABLED';

/** A URL that receives events. Its secrets are sealed (`domain/secret.ts`). */
export type WebhookEndpoint = {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  /** Simple names, such as `ORDER_CREATED`. */
  readonly events: readonly string[];
  readonly format: WebhookFormat;
  readonly status: EndpointStatus;
  readonly disabledReason: string | null;
  readonly disabledAt: Date | null;
  readonly failingSince: Date | null;
  readonly secret: string;
  /** Signs deliveries too until it expires. */
  readonly previousSecret: string | null;
  readonly previousSecretExpiresAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
};

export const endpointNotFound = (): never =>
  refuse('NOT_FOUND', 'There is no such webhook endpoint.', ['endpointId']);

/** Refuses ILLEGAL_TRANSITION for a disabled endpoint, which receives nothing. */
export function assertEnabled({ status }: WebhookEndpoint): void {
  if (status === 'ENABLED') return;
  refuse('ILLEGAL_TRANSITION', 'The endpoint is disabled. Enable it first.', ['endpointId']);
}

/** Returns the endpoint after a change of staff. */
export const changed = (
  endpoint: WebhookEndpoint,
  change: Partial<WebhookEndpoint>,
  now: Date,
): WebhookEndpoint => ({
  ...endpoint,
  ...change,
  updatedAt: now,
  version: endpoint.version + 1,
});
