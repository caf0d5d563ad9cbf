import { createSecretKey, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  orderLinkSeal,
  type QueueEventType,
  queues,
  type ShopEvent,
  schemaOf,
  sealToken,
} from '@shop/schema';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Email } from '../domain/delivery.ts';
import { deliveriesOf } from '../domain/render.ts';
import { notificationHandlers } from './handlers.ts';

type Json = { readonly [name: string]: unknown };
type MailEvent = Exclude<QueueEventType<'notification.mail'>, 'user.email_verified.v1'>;

/** Every event that leads to an e-mail. */
const mailEvents = queues['notification.mail'].filter(
  (type): type is MailEvent => type !== 'user.email_verified.v1',
);

const evil = 'https://evil.example/pay';
const mailTokenKey = createSecretKey(randomBytes(32));
const settings = {
  shopUrl: 'https://shop.example',
  publicUrl: 'https://api.shop.example',
  mailTokenKey,
  staffMail: ['staff@shop.example'],
  staffPhone: undefined,
};

/** Texts of events that customers cannot write: the catalogue, parcels, and names of taxes and shipping are staff's. */
const notOfCustomers = [
  'title',
  'sku',
  'name',
  'carrier',
  'trackingNumber',
  'number',
  'sealedToken',
];

/** Whether a schema accepts any text: no format, pattern or list of values. */
const isFreeText = (schema: Json): boolean =>
  schema['type'] === 'string' &&
  !('format' in schema) &&
  !('pattern' in schema) &&
  !('enum' in schema);

/** Returns the data with a link in every text that a customer can write, at any depth. */
function withLinks(data: unknown, schema: Json, name = ''): unknown {
  const options = (schema['anyOf'] as Json[] | undefined) ?? [schema];
  if (options.some(isFreeText)) return notOfCustomers.includes(name) ? data : `Pay at ${evil}`;
  const { properties, items } = schema as { properties?: Record<string, Json>; items?: Json };
  if (properties) {
    const from = data as Json;
    return Object.fromEntries(
      Object.entries(properties)
        .filter(([field]) => field in from)
        .map(([field, inner]) => [field, withLinks(from[field], inner, field)]),
    );
  }
  return items ? (data as unknown[]).map((one) => withLinks(one, items, name)) : data;
}

function exampleOf(type: MailEvent): ShopEvent<MailEvent> & { data: Json } {
  const file = new URL(`../../../schema/events/examples/${type}.json`, import.meta.url);
  const event = JSON.parse(readFileSync(file, 'utf8'));
  const { userId, orderId } = event.data;
  if (!('sealedToken' in event.data) && !orderId) return event;
  const seal = orderId ? orderLinkSeal(orderId) : { type, subject: userId };
  const sealedToken = sealToken(mailTokenKey, 'token', seal);
  return { ...event, data: { ...event.data, sealedToken } };
}

/** Returns the e-mail that an event with these data leads to. */
async function emailOf(type: MailEvent, change: (data: Json) => unknown): Promise<Email> {
  const event = exampleOf(type);
  const sent: Email[] = [];
  const handlers = notificationHandlers(
    {
      deliver: async (notification) =>
        void sent.push(...deliveriesOf(notification).map(({ message }) => message as Email)),
    },
    { add: async () => undefined },
    settings,
  );
  const handle = handlers[type] as (event: unknown) => Promise<unknown>;
  await handle({ ...event, data: change(event.data) });
  return sent[0] as Email;
}

const everything = ({ subject, text, html }: Email): string => [subject, text, html].join('\n');

describe('text of customers in e-mails', () => {
  it.each(mailEvents)(
    'the e-mail about %s contains no text that a customer can write',
    async (type) => {
      const schema = z.toJSONSchema(schemaOf(type)) as Json;
      const linked = await emailOf(type, (data) =>
        withLinks({ ...data, ...byCustomer(data) }, schema),
      );
      expect(everything(linked)).not.toContain('evil.example');
    },
  );

  it('the texts of customers are found in the schemas of the events', () => {
    const schema = z.toJSONSchema(schemaOf('order.cancelled.v1')) as Json;
    const data = exampleOf('order.cancelled.v1').data;
    expect(withLinks(data, schema)).toMatchObject({
      reason: `Pay at ${evil}`,
      number: data['number'],
    });
  });

  it.each(['order.cancelled.v1', 'order.refunded.v1'] as const)(
    'the reason in the e-mail about %s is that of staff or of the shop, and left out where the event names none',
    async (type) => {
      const field = type === 'order.cancelled.v1' ? 'cancelledBy' : 'requestedBy';
      const textFor = async (by: string | undefined) =>
        (await emailOf(type, (data) => ({ ...data, reason: 'out of season', [field]: by }))).text;
      expect(await textFor('STAFF')).toContain('Reason: out of season');
      expect(await textFor('SYSTEM')).toContain('Reason: out of season');
      expect(await textFor('CUSTOMER')).not.toContain('out of season');
      expect(await textFor(undefined)).not.toContain('out of season');
    },
  );
});

/** Names the customer as the one who wrote the texts of the event, where it names anyone. */
const byCustomer = (data: Json): Json =>
  Object.fromEntries(
    ['cancelledBy', 'requestedBy']
      .filter((field) => field in data)
      .map((field) => [field, 'CUSTOMER']),
  );
