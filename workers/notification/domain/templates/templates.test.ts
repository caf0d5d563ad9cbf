import { describe, expect, it } from 'vitest';
import type { Mail, Notice, Sms } from '../message.ts';
import { orderTemplates as order } from './order.ts';
import { stockTemplates as stock } from './stock.ts';
import { userTemplates as user } from './user.ts';

/** All that may be wrong in what somebody wrote. */
const hostile = `<b>"O'Neil"</b> & Co\r\nBcc: x@y.example\n\n<script>alert(1)</script>`;
/** Text keeps it, on one line. */
const inText = `<b>"O'Neil"</b> & Co Bcc: x@y.example <script>alert(1)</script>`;
const inHtml =
  '&lt;b&gt;&quot;O&#39;Neil&quot;&lt;/b&gt; &amp; Co Bcc: x@y.example &lt;script&gt;alert(1)&lt;/script&gt;';

const eur = (minor: string) => ({ minor, currency: 'EUR' });
const data = {
  orderId: 'o1',
  number: '2026-000123',
  customerId: 'u1',
  userId: 'u1',
  email: 'nel@shop.example',
  displayName: hostile,
  total: eur('4980'),
  lines: [{ variantId: 'v1', sku: 'S', title: hostile, quantity: 2, unitPrice: eur('2490') }],
  shortLines: [{ variantId: 'v1', requested: 2, available: 1 }],
  reason: hostile,
  carrier: hostile,
  trackingNumber: hostile,
  trackingUrl: 'https://track.example/?a=1&b="<script>',
  amount: eur('1000'),
  refunded: eur('2490'),
  variantId: 'v1',
  sku: hostile,
  available: 3,
  threshold: 5,
};
const event = { id: 'e1', correlationid: 'c1', data } as never;
const changed = (change: object) =>
  ({ ...(event as object), data: { ...data, ...change } }) as never;

const mailOf = ({ message }: Notice) => message as Mail;

const all: readonly (readonly [name: string, notice: Notice])[] = [
  ['welcome', user.welcome(event)],
  ['verify-email', user.verifyEmail(event, 'a<b>', 'https://shop.example/')],
  ['password-reset', user.passwordReset(event, 'a<b>', 'https://shop.example')],
  ['order-received', order.received(event)],
  ['order-confirmed', order.confirmed(event)],
  ['order-rejected', order.rejected(event)],
  ['order-paid', order.paid(event)],
  ['order-shipped', order.shipped(event)],
  ['order-delivered', order.delivered(event)],
  ['order-cancelled', order.cancelled(event)],
  ['order-refunded', order.refunded(event)],
  ['stock-low', stock.lowMail(event, ['staff@shop.example'])],
];

describe.each(all)('the mail %s', (name, notice) => {
  const { subject, text, html, to } = mailOf(notice);

  it('is known by its template, and goes to who it is for', () => {
    expect(notice).toMatchObject({ template: name, eventId: 'e1', correlationId: 'c1' });
    expect(to).toEqual([name === 'stock-low' ? 'staff@shop.example' : 'nel@shop.example']);
  });

  it('has a subject of one line', () => {
    expect(subject).not.toMatch(/[\r\n]/);
    expect(subject.length).toBeGreaterThan(3);
  });

  it('says in text what was written, and lets it begin no line of its own', () => {
    expect(`${subject}\n${text}`).toContain(inText);
    expect(text).not.toMatch(/^Bcc|^<script/m);
    expect(text).not.toMatch(/undefined|null|\[object/);
  });

  it('says the same in HTML, without a tag that is not ours', () => {
    expect(html).toContain(inHtml);
    const tags = [...html.matchAll(/<\/?([a-z]+)/g)].map(([, tag]) => tag);
    const ours = ['html', 'head', 'meta', 'title', 'body', 'h', 'p', 'a'];
    expect([...new Set(tags)].filter((tag) => !ours.includes(tag ?? ''))).toEqual([]);
    expect(html.match(/<a href="(?!https:\/\/[^"<>]*")/)).toBeNull();
  });
});

describe('a link with a token', () => {
  it('is a link in HTML, and encoded', () => {
    const { html, text } = mailOf(user.verifyEmail(event, 'a<b>', 'https://shop.example/'));
    expect(html).toContain('<a href="https://shop.example/verify-email?token=a%3Cb%3E"');
    expect(text).toContain('use this code: a<b>');
  });
});

describe('a shipped order', () => {
  it('links to the page that follows it', () => {
    const { html, text } = mailOf(order.shipped(event));
    expect(html).toContain('<a href="https://track.example/?a=1&amp;b=%22%3Cscript%3E"');
    expect(text).toContain('Follow it here:\n\nhttps://track.example/?a=1&b=%22%3Cscript%3E');
  });

  it.each(['javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', 'ftp://x.example'])(
    'does not link to %s, nor show it',
    (trackingUrl) => {
      const { html, text } = mailOf(order.shipped(changed({ trackingUrl })));
      expect(html).not.toContain('<a ');
      expect(html + text).not.toContain(trackingUrl.slice(0, 8));
      expect(text).not.toContain('Follow');
    },
  );

  it('says no more than is known', () => {
    const nothing = { carrier: null, trackingNumber: null, trackingUrl: null };
    const { text } = mailOf(order.shipped(changed(nothing)));
    expect(text).not.toMatch(/Carrier|Tracking|Follow|null/);
  });
});

describe('a refund', () => {
  it('says what was given back, why, and what remains', () => {
    const { text } = mailOf(order.refunded(changed({ reason: 'arrived torn' })));
    expect(text).toContain('giving you back €10.00');
    expect(text).toContain('Reason: arrived torn');
    expect(text).toContain('So far €24.90 of €49.80 has been given back; €24.90 remains paid.');
  });

  it('of all there was says so', () => {
    const { text } = mailOf(order.refunded(changed({ refunded: eur('4980') })));
    expect(text).toContain('all of it has been given back');
  });
});

it('a rejection says how much is left only where anybody may know it', () => {
  const short = (available: number) =>
    changed({ shortLines: [{ variantId: 'v1', requested: 99, available }] });
  expect(mailOf(order.rejected(short(10))).text).toContain('you wanted 99, we have 10');
  expect(mailOf(order.rejected(short(37))).text).toContain('you wanted 99, we have fewer');
});

describe('low stock', () => {
  it('is one line on the phone', () => {
    const { message } = stock.lowSms(event, '+4930123456');
    const sms = message as Sms;
    expect(sms).toMatchObject({ channel: 'SMS', to: '+4930123456' });
    expect(sms.text).toBe(`${inText} is low: 3 left (threshold 5)`);
  });

  it('of nothing is sold out', () => {
    const low = changed({ sku: 'TEE', available: 0 });
    expect(mailOf(stock.lowMail(low, [])).subject).toBe('TEE is sold out');
  });
});
