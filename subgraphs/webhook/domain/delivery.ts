import type { WebhookEndpoint, WebhookFormat } from './endpoint.ts';

export const deliveryStatuses = ['PENDING', 'DELIVERED', 'PARKED'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** One event on its way to one endpoint, with the result of its last attempt. */
export type WebhookDelivery = {
  readonly id: string;
  readonly endpointId: string;
  /** The same in every attempt: receivers recognise a repetition by it. */
  readonly eventId: string;
  /** Simple name, such as `ORDER_CREATED`, or `PING`. */
  readonly event: string;
  readonly format: WebhookFormat;
  /** As it is sent. */
  readonly body: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly responseStatus: number | null;
  readonly responseBody: string | null;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
};

/** A delivery before its first attempt. */
export type NewDelivery = Pick<
  WebhookDelivery,
  'id' | 'endpointId' | 'eventId' | 'event' | 'format' | 'body'
> & {
  /** Trace context (W3C) of the event, if it was traced. */
  readonly traceparent?: string | null | undefined;
};

/** A delivery that an attempt has claimed, with what its endpoint is now; `attempts` counts the attempt. */
export type DueDelivery = NewDelivery &
  Pick<WebhookDelivery, 'attempts' | 'createdAt'> & {
    readonly endpoint: Pick<
      WebhookEndpoint,
      'url' | 'secret' | 'previousSecret' | 'previousSecretExpiresAt' | 'failingSince'
    >;
  };

/** The event of a test. */
export const ping = 'PING';
