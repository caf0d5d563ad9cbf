import type { Connection, ViewerContext } from '@shop/service';
import type { EndpointPorts } from './domain/create-webhook-endpoint.ts';
import type { WebhookDelivery } from './domain/delivery.ts';
import type { DeliveryLog } from './domain/ports.ts';

export type WebhookContext = ViewerContext & EndpointPorts & { readonly deliveries: DeliveryLog };

export type WebhookDeliveryConnection = Connection<WebhookDelivery>;

/** Creates the resolvers' context of one request. */
export const createContext =
  (ports: EndpointPorts & { readonly deliveries: DeliveryLog }) =>
  ({ viewer }: ViewerContext): WebhookContext => ({ viewer, ...ports });
