import { readFile } from 'node:fs/promises';
import { newId } from '@shop/domain';
import type { EventType, ShopEvent } from '@shop/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MessageRefused } from '../domain/ports.ts';
import { openOffice, stationery } from '../testing/testing.ts';
import { mailHandlers } from './handlers.ts';

let post: Awaited<ReturnType<typeof openOffice>>;
let handlers: ReturnType<typeof mailHandlers>;
beforeAll(async () => {
  post = await openOffice();
  handlers = mailHandlers(post.office, stationery);
});
afterAll(() => post.close());

/** The event that the contract shows as an example, said just now. */
async function example<T extends EventType>(type: T): Promise<ShopEvent<T>> {
  const file = new URL(`../../../schema/events/examples/${type}.json`, import.meta.url);
  return { ...JSON.parse(await readFile(file, 'utf8')), id: newId(), correlationid: newId() };
}

/** Says it twice, as a bus may. */
async function happens<T extends EventType>(event: ShopEvent<T>): Promise<void> {
  const handle = (handlers as Record<string, (event: ShopEvent) => Promise<unknown>>)[event.type];
  for (let times = 0; times < 2; times++) await handle?.(event as ShopEvent);
}

describe('an order', () => {
  it.each([
    ['order.created.v1', 'order-received', /received/, '2 x Classic Cotton Tee'],
    ['order.confirmed.v1', 'order-confirmed', /confirmed/, 'Total €49.80'],
    ['order.rejected.v1', 'order-rejected', /not be accepted/, 'you wanted'],
    ['order.paid.v1', 'order-paid', /paid/, '€49.80'],
    ['order.shipped.v1', 'order-shipped', /on its way/, 'Tracking number: '],
    ['order.delivered.v1', 'order-delivered', /delivered/, 'has arrived'],
    ['order.cancelled.v1', 'order-cancelled', /cancelled/, 'Reason: '],
    ['order.refunded.v1', 'order-refunded', /refunded/, 'So far €24.90 of €49.80'],
  ] as const)('%s is one mail, with the correlation id', async (type, template, subject, text) => {
    const event = await example(type);
    await happens(event);
    expect(await post.filesOf(event)).toEqual([`${event.id}.${template}.eml`]);
    const mail = await post.mailOf(event, template);
    expect(mail.to).toMatchObject([{ address: 'carla@shop.example' }]);
    expect(mail.subject).toMatch(/^Order 2026-000123 /);
    expect(mail.subject).toMatch(subject);
    expect(mail.text?.replaceAll(/\s+/g, ' ')).toContain(text);
    const header = mail.headers.find(({ key }) => key === 'x-correlation-id');
    expect(header?.value).toBe(event.correlationid);
    const counted = await post.metrics.metrics();
    for (const outcome of ['sent', 'repeated'])
      expect(counted).toContain(
        `messages_total{template="${template}",channel="EMAIL",outcome="${outcome}"} 1`,
      );
  });
});

describe('low stock', () => {
  it('is one mail to all of staff, and one text message', async () => {
    const event = await example('stock.low.v1');
    await happens(event);
    expect(await post.filesOf(event)).toEqual([
      `${event.id}.stock-low.eml`,
      `${event.id}.stock-low.sms.json`,
    ]);
    const { to, subject } = await post.mailOf(event, 'stock-low');
    expect(to?.map(({ address }) => address)).toEqual(stationery.staffMail);
    expect(subject).toBe('TEE-CLASSIC-BLK-M is low: 5 left');
    expect(await post.smsOf(event, 'stock-low')).toMatchObject({
      to: '+4930123456',
      correlationId: event.correlationid,
    });
  });

  it('is no text message when nobody gave a number', async () => {
    const event = await example('stock.low.v1');
    await mailHandlers(post.office, { ...stationery, staffPhone: undefined })['stock.low.v1'](
      event,
    );
    expect(await post.filesOf(event)).toEqual([`${event.id}.stock-low.eml`]);
  });

  it('reaches the phone while the mail server is away, and the mail comes later, alone', async () => {
    const event = await example('stock.low.v1');
    const away = {
      send: async () => {
        throw new MessageRefused('away', true);
      },
    };
    const broken = { ...post.office, carriers: { ...post.office.carriers, EMAIL: away } };
    const handling = mailHandlers(broken, stationery)['stock.low.v1'](event);
    await expect(handling).rejects.toThrow('away');
    expect(await post.filesOf(event)).toEqual([`${event.id}.stock-low.sms.json`]);
    await happens(event);
    const rows = await post.query(
      'SELECT channel, status, attempts FROM deliveries WHERE event_id = $1 ORDER BY channel',
      [event.id],
    );
    expect(rows).toEqual([
      { channel: 'EMAIL', status: 'SENT', attempts: 2 },
      { channel: 'SMS', status: 'SENT', attempts: 1 },
    ]);
  });
});
