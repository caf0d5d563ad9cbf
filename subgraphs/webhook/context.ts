import type { Connection, ViewerContext } from '@shop/service';
import type { EndpointPorts } from './domain/create-webhook-endpoint.ts';
import type { WebhookDelivery } from './domain/delivery.ts';
import type { RunOnce, Stores } from './domain/ports.ts';

type Ports = EndpointPorts & Stores & { readonly once: RunOnce };

export type WebhookContext = ViewerContext & Ports;

export type WebhookDeliveryConnection = Connection<WebhookDelivery>;

/** Creates the resolvers' context of one request. */
export const createContext =
  (ports: Ports) =>
  ({ viewer }: ViewerContext): WebhookContext => ({ viewer, ...ports });
