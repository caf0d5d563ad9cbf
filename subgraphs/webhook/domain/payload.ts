import { eventNameOf, type ShopEvent } from '@shop/schema';
import type { WebhookFormat } from './endpoint.ts';

/** What webhooks read of an event. */
export type WebhookEventData = Pick<
  ShopEvent,
  'specversion' | 'id' | 'source' | 'subject' | 'time' | 'datacontenttype' | 'dataschema'
> & { readonly type: string; readonly data: object };

/** The media type of each format. */
export const contentTypes: Readonly<Record<WebhookFormat, string>> = {
  CLOUD_EVENTS: 'application/cloudevents+json; charset=utf-8',
  SIMPLE: 'application/json; charset=utf-8',
};

/** Returns the data of an event without the token for e-mails, which is encrypted and of no use to others. */
function publicData(data: object): object {
  const { sealedToken: _, ...rest } = data as { readonly sealedToken?: string };
  return rest;
}

/** Returns the body of an event in a format. The ids of the request and of its user stay in the shop. */
export function payloadOf(event: WebhookEventData, format: WebhookFormat): string {
  const { specversion, id, source, type, subject, time, datacontenttype, dataschema } = event;
  const data = publicData(event.data);
  return JSON.stringify(
    format === 'SIMPLE'
      ? { event: eventNameOf(type), data, timestamp: time }
      : { specversion, id, source, type, subject, time, datacontenttype, dataschema, data },
  );
}
