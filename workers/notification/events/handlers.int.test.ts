import { readFile } from 'node:fs/promises';
import { newId } from '@shop/domain';
import { type EventType, judgeDocumentLink, type ShopEvent } from '@shop/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MessageRejectedError } from '../domain/ports.ts';
import { createTestDeliveryService, mailSettings } from '../testing/delivery-service.ts';
import { notificationHandlers } from './handlers.ts';

let test: Awaited<ReturnType<typeof createTestDeliveryService>>;
let handlers: ReturnType<typeof notificationHandlers>;
beforeAll(async () => {
  test = await createTestDeliveryService();
  handlers = notificationHandlers(test.service, test.verifiedMailboxes, mailSettings);
});
afterAll(() => test.close());

/** A new event with the data of the contract's example. */
async function exampleOf<T extends EventType>(type: T): Promise<ShopEvent<T>> {
  const file = new URL(`../../../schema/events/examples/${type}.json`, import.meta.url);
  return { ...JSON.parse(await readFile(file, 'utf8')), id: newId(), correlationid: newId() };
}

/** Delivers the event twice, as a bus may. */
async function deliverTwice<T extends EventType>(event: ShopEvent<T>): Promise<void> {
  const handle = (handlers as Record<string, (event: ShopEvent) => Promise<unknown>>)[event.type];
  for (let times = 0; times < 2; times++) await handle?.(event as ShopEvent);
}

describe('notifications of orders', () => {
  it.each([
    ['order.created.v1', 'order-received', /has been received/, '2 x Classic Cotton Tee'],
    [
      'order.confirmed.v1',
      'order-confirmed',
      /has been confirmed/,
      'Please pay it before 2026-03-01 10:00 UTC.',
    ],
    ['order.rejected.v1', 'order-rejected', /not be accepted/, 'you ordered'],
    ['order.paid.v1', 'order-paid', /has been paid/, '€49.80'],
    ['order.edited.v1', 'order-edited', /has been changed/, '3 instead of 2'],
    ['order.payment_lost.v1', 'order-payment-lost', /has to be paid again/, 'Please pay €49.80.'],
    ['order.shipped.v1', 'order-shipped', /on its way/, 'Tracking number: '],
    ['order.delivered.v1', 'order-delivered', /has been delivered/, 'has arrived'],
    [
      'order.fulfilment_shipped.v1',
      'order-parcel-shipped',
      /is partly on its way/,
      'send the rest later: 1 x Classic Cotton Tee',
    ],
    [
      'order.fulfilment_delivered.v1',
      'order-parcel-delivered',
      /has been partly delivered/,
      '1 x Classic Cotton Tee',
    ],
    [
      'order.units_cancelled.v1',
      'order-units-cancelled',
      /has been partly cancelled/,
      '1 x Classic Cotton Tee',
    ],
    ['order.return_updated.v1', 'order-return', /: return received$/, '1 x Classic Cotton Tee'],
    ['order.cancelled.v1', 'order-cancelled', /has been cancelled/, 'Reason: '],
    [
      'order.refunded.v1',
      'order-refunded',
      /has been partly refunded/,
      'We have now refunded €24.90 of €49.80',
    ],
  ] as const)(
    '%s leads to one e-mail, with the correlation id',
    async (type, template, subject, text) => {
      const event = await exampleOf(type);
      await deliverTwice(event);
      expect(await test.filesOf(event)).toEqual([`${event.id}.${template}.eml`]);
      const email = await test.emailOf(event, template);
      expect(email.to).toMatchObject([{ address: 'carla@shop.example' }]);
      expect(email.subject).toMatch(/^Order 2026-000123\b/);
      expect(email.subject).toMatch(subject);
      expect(email.text?.replaceAll(/\s+/g, ' ')).toContain(text);
      const header = email.headers.find(({ key }) => key === 'x-correlation-id');
      expect(header?.value).toBe(event.correlationid);
      const counted = await test.metrics.metrics();
      for (const outcome of ['sent', 'repeated'])
        expect(counted).toContain(
          `messages_total{template="${template}",channel="EMAIL",outcome="${outcome}"} 1`,
        );
    },
  );
});

it('a return that a customer requests leads to an e-mail to the customer and one to staff', async () => {
  const event = await exampleOf('order.return_updated.v1');
  const requested = { ...event, data: { ...event.data, status: 'REQUESTED' as const } };
  await deliverTwice(requested);
  expect(await test.filesOf(event)).toEqual([
    `${event.id}.order-return.eml`,
    `${event.id}.return-requested.eml`,
    `${event.id}.return-requested.sms.json`,
  ]);
  const { to } = await test.emailOf(event, 'return-requested');
  expect(to).toMatchObject(mailSettings.staffMail.map((address) => ({ address })));
});

it('the e-mail about a paid order links to its invoice, for 90 days', async () => {
  const event = await exampleOf('order.paid.v1');
  await deliverTwice(event);
  const { text = '' } = await test.emailOf(event, 'order-paid');
  const [url = '', id = '', expiry = '', signature = ''] =
    /https:\/\/api\.shop\.example\/documents\/([^/\s]+)\/(\d+)\/([\da-f]+)/.exec(text) ?? [];
  expect(url).not.toBe('');
  expect(id).toBe(event.data.paymentId);
  const end = Date.parse(event.time) + 90 * 24 * 60 * 60_000;
  const judge = (ms: number) =>
    judgeDocumentLink(mailSettings.mailTokenKey, { id, expiry, signature }, new Date(ms));
  expect([judge(end - 1), judge(end)]).toEqual(['VALID', 'EXPIRED']);
});

describe('notifications of accounts', () => {
  it.each([
    [
      'user.password_changed.v1',
      'password-changed',
      'Your password was changed',
      'All devices were',
    ],
    ['user.deleted.v1', 'account-deleted', 'Your account was deleted', 'All devices were'],
    [
      'user.roles_changed.v1',
      'roles-changed',
      'The roles of your account were changed',
      'are now: staff.',
    ],
    [
      'user.email_changed.v1',
      'email-changed',
      'The e-mail address of your account was changed',
      'If this was not you',
    ],
  ] as const)('%s leads to one e-mail to the owner', async (type, template, subject, text) => {
    const event = await exampleOf(type);
    await deliverTwice(event);
    const email = await test.emailOf(event, template);
    expect(email).toMatchObject({ subject, to: [{ address: 'carla@shop.example' }] });
    expect(email.text).toContain(text);
  });

  it('a change of roles without an address leads to no e-mail', async () => {
    const event = await exampleOf('user.roles_changed.v1');
    const { email: _, ...data } = event.data;
    await deliverTwice({ ...event, data });
    expect(await test.filesOf(event)).toEqual([]);
  });
});

describe('notifications of low stock', () => {
  it('low stock leads to one e-mail to all of staff, and one text message', async () => {
    const event = await exampleOf('stock.low.v1');
    await deliverTwice(event);
    expect(await test.filesOf(event)).toEqual([
      `${event.id}.stock-low.eml`,
      `${event.id}.stock-low.sms.json`,
    ]);
    const { to, subject } = await test.emailOf(event, 'stock-low');
    expect(to?.map(({ address }) => address)).toEqual(mailSettings.staffMail);
    expect(subject).toBe('TEE-CLASSIC-BLK-M is low on stock: 5 left');
    expect(await test.textMessageOf(event, 'stock-low')).toMatchObject({
      to: '+4930123456',
      correlationId: event.correlationid,
    });
  });

  it('without STAFF_PHONE, low stock leads to an e-mail alone', async () => {
    const event = await exampleOf('stock.low.v1');
    const settings = { ...mailSettings, staffPhone: undefined };
    await notificationHandlers(test.service, test.verifiedMailboxes, settings)['stock.low.v1'](
      event,
    );
    expect(await test.filesOf(event)).toEqual([`${event.id}.stock-low.eml`]);
  });

  it('the text message is sent while the mail server is unavailable, and a retry sends the e-mail alone', async () => {
    const event = await exampleOf('stock.low.v1');
    const unavailable = {
      send: async () => {
        throw new MessageRejectedError('unavailable', true);
      },
    };
    const service = test.serviceWith({ EMAIL: unavailable });
    const handling = notificationHandlers(service, test.verifiedMailboxes, mailSettings)[
      'stock.low.v1'
    ](event);
    await expect(handling).rejects.toThrow('unavailable');
    expect(await test.filesOf(event)).toEqual([`${event.id}.stock-low.sms.json`]);
    await deliverTwice(event);
    const rows = await test.query(
      'SELECT channel, status, attempts FROM deliveries WHERE event_id = $1 ORDER BY channel',
      [event.id],
    );
    expect(rows).toEqual([
      { channel: 'EMAIL', status: 'SENT', attempts: 2 },
      { channel: 'SMS', status: 'SENT', attempts: 1 },
    ]);
  });
});

it('a verified address is stored once, and leads to no message', async () => {
  const event = await exampleOf('user.email_verified.v1');
  await deliverTwice(event);
  expect(await test.filesOf(event)).toEqual([]);
  expect(await test.query('SELECT mailbox FROM verified_mailboxes')).toEqual([
    { mailbox: event.data.email },
  ]);
});
