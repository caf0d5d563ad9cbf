import { createSecretKey, randomBytes } from 'node:crypto';
import { networksField, newId } from '@shop/domain';
import { newEvent, type ShopEvent } from '@shop/schema';
import type { NewDelivery } from '../domain/delivery.ts';
import type { WebhookEndpoint } from '../domain/endpoint.ts';
import { newWebhookSecret, sealSecret } from '../domain/secret.ts';

export const secretKeyText = randomBytes(32).toString('base64');
export const secretKey = createSecretKey(Buffer.from(secretKeyText, 'base64'));
/** This machine, which tests may reach. */
export const localNetworks = networksField.parse('127.0.0.0/8, ::1/128');

/** Returns an enabled endpoint that receives ORDER_UPDATED. */
export function newEndpoint(fields: Partial<WebhookEndpoint> = {}): WebhookEndpoint {
  const [id, now] = [newId(), new Date('2026-03-01T09:30:00.000Z')];
  return {
    ...{ id, url: 'https://shop.example/', description: null, events: ['ORDER_UPDATED'] },
    ...{ format: 'CLOUD_EVENTS', status: 'ENABLED', disabledReason: null, disabledAt: null },
    ...{ failingSince: null, previousSecret: null, previousSecretExpiresAt: null },
    ...{ createdAt: now, updatedAt: now, version: 1 },
    secret: sealSecret(secretKey, newWebhookSecret(), fields.id ?? id),
    ...fields,
  };
}

/** Returns a delivery to an endpoint. */
export const newDelivery = (
  endpointId: string,
  fields: Partial<NewDelivery> = {},
): NewDelivery => ({
  ...{ id: newId(), endpointId, eventId: newId(), event: 'ORDER_UPDATED' },
  ...{ format: 'CLOUD_EVENTS', body: '{"a":1}' },
  ...fields,
});

/** Returns an event of an order whose status has changed. */
export function newOrderUpdated(): ShopEvent {
  const orderId = newId();
  const data = { orderId, number: '2026-000001', customerId: newId(), version: 2 };
  const change = { from: 'PENDING', to: 'CONFIRMED' } as const;
  const fact = {
    type: 'order.updated.v1',
    subject: orderId,
    data: { ...data, ...change },
  } as const;
  return newEvent('order', fact, { correlationId: 'test' });
}
