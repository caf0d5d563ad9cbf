import { describe, expect, it } from 'vitest';
import type { Email, TextMessage } from '../delivery.ts';
import { newNotification, type Recipients } from '../notification.ts';
import { deliveriesOf } from '../render.ts';
import type { Template } from '../template.ts';
import { paymentDisputed } from './dispute.ts';
import { orderEdited } from './edit.ts';
import * as order from './order.ts';
import { returnRequested, returnUpdated } from './return.ts';
import { lowStock } from './stock.ts';
import * as user from './user.ts';

/** Untrusted text with everything that could do harm. */
const hostile = `<b>"O'Neil"</b> & Co\r\nBcc: x@y.example\n\n<script>alert(1)</script>`;
/** The same in text: on one line. */
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
  previousEmail: 'nelly@shop.example',
  displayName: hostile,
  total: eur('4980'),
  lines: [{ variantId: 'v1', sku: 'S', title: hostile, quantity: 2, unitPrice: eur('2490') }],
  linesBefore: [{ variantId: 'v1', sku: 'S', title: hostile, quantity: 1, unitPrice: eur('2490') }],
  ...{ totalBefore: eur('2490'), amountDue: eur('2490'), amountRefunded: eur('0') },
  shortLines: [{ variantId: 'v1', requested: 2, available: 1 }],
  fulfilmentLines: [{ variantId: 'v1', quantity: 1 }],
  unitsSoFar: [{ variantId: 'v1', shipped: 1, cancelled: 0 }],
  cancelledLines: [{ variantId: 'v1', quantity: 1 }],
  reason: hostile,
  expiresAt: '2026-03-01T10:00:00.000Z',
  returnLines: [{ variantId: 'v1', quantity: 1, reasonCode: 'OTHER' }],
  ...{ disputeId: 'dp_1', respondBy: '2026-03-20T23:59:59.000Z' },
  cancelledBy: 'STAFF',
  requestedBy: 'STAFF',
  carrier: hostile,
  trackingNumber: hostile,
  trackingUrl: 'https://track.example/?a=1&b="<script>',
  amount: eur('1000'),
  refunded: eur('2490'),
  variantId: 'v1',
  sku: hostile,
  available: 3,
  threshold: 5,
  by: 'RESET',
  roles: ['CUSTOMER', 'STAFF'],
};

const recipients = { emails: ['nel@shop.example'] };

/** Renders a template with these data; `extra` is what templates with a link need. */
const render = (
  template: Template<never, never>,
  change: object = {},
  extra: object = {},
  to: Recipients = recipients,
) => {
  const status = template.name === paymentDisputed.name ? 'OPEN' : 'REQUESTED';
  const event = { id: 'e1', correlationid: 'c1', data: { ...data, status, ...change } };
  return deliveriesOf(newNotification(event as never, template, to, extra as never));
};
const emailOf = (...input: Parameters<typeof render>) => render(...input)[0]?.message as Email;
const link = {
  ...{ shopUrl: 'https://shop.example/', token: 'a<b>' },
  invoiceUrl: 'https://api.shop.example/documents/d1/1/ff',
};

const templates: readonly (readonly [name: string, template: Template<never, never>])[] = [
  ['welcome', user.welcome],
  ['verify-email', user.verifyEmail],
  ['password-reset', user.passwordReset],
  ['change-email', user.changeEmail],
  ['email-changed', user.emailChanged],
  ['password-changed', user.passwordChanged],
  ['roles-changed', user.rolesChanged],
  ['order-received', order.orderReceived],
  ['order-confirmed', order.orderConfirmed],
  ['order-rejected', order.orderRejected],
  ['order-paid', order.orderPaid],
  ['order-edited', orderEdited],
  ['order-payment-lost', order.paymentLost],
  ['order-shipped', order.orderShipped],
  ['order-delivered', order.orderDelivered],
  ['order-parcel-shipped', order.parcelShipped],
  ['order-parcel-delivered', order.parcelDelivered],
  ['order-cancelled', order.orderCancelled],
  ['order-units-cancelled', order.unitsCancelled],
  ['order-refunded', order.orderRefunded],
  ['order-link', order.orderLinkRequested],
  ['payment-disputed', paymentDisputed],
  ['order-return', returnUpdated],
  ['return-requested', returnRequested],
  ['stock-low', lowStock],
];

/** Templates without any text from elsewhere. */
const withoutText = [
  'welcome',
  'verify-email',
  'password-reset',
  'change-email',
  'email-changed',
  'password-changed',
  'roles-changed',
  'order-link',
];

describe.each(templates)('the e-mail %s', (name, template) => {
  const { subject, text, html, to } = emailOf(template, {}, link);

  it('an e-mail has the name of its template, the ids of its event and the recipients', () => {
    expect(render(template, {}, link)).toMatchObject([
      { template: name, eventId: 'e1', correlationId: 'c1' },
    ]);
    expect(to).toEqual(['nel@shop.example']);
  });

  it('the subject of an e-mail is one line', () => {
    expect(subject).not.toMatch(/[\r\n]/);
    expect(subject.length).toBeGreaterThan(3);
  });

  it('untrusted text in an e-mail cannot start a line of its own', () => {
    if (!withoutText.includes(name)) expect(`${subject}\n${text}`).toContain(inText);
    expect(text).not.toMatch(/^Bcc|^<script/m);
    expect(text).not.toMatch(/undefined|null|\[object/);
  });

  it('the HTML of an e-mail escapes untrusted text and has only our own tags', () => {
    if (!withoutText.includes(name)) expect(html).toContain(inHtml);
    const tags = [...html.matchAll(/<\/?([a-z]+)/g)].map(([, tag]) => tag);
    const ours = ['html', 'head', 'meta', 'title', 'body', 'h', 'p', 'a'];
    expect([...new Set(tags)].filter((tag) => !ours.includes(tag ?? ''))).toEqual([]);
    expect(html.match(/<a href="(?!https:\/\/[^"<>]*")/)).toBeNull();
  });
});

it('every e-mail to customers counts against an hourly limit', () => {
  const unlimited = templates.filter(([, { purpose }]) => !purpose).map(([name]) => name);
  expect(unlimited).toEqual(['payment-disputed', 'return-requested', 'stock-low']);
});

const orderTemplates = templates.filter(([name]) => name.startsWith('order-'));

describe.each(orderTemplates)('the link in the e-mail %s', (_name, template) => {
  it('an e-mail about an order links to its page, with the token of a guest as the fragment', () => {
    const href = 'https://shop.example/orders/2026-000123#token=a%3Cb%3E';
    const { html, text, subject } = emailOf(template, {}, link);
    expect(html).toContain(`<a href="${href}"`);
    expect(text.split('\n')).toContain(href);
    expect(subject).not.toContain('token');
  });

  it('an e-mail about an order of a user links to its page without a token', () => {
    const href = 'https://shop.example/orders/2026-000123';
    const { html, text } = emailOf(template, {}, { ...link, token: undefined });
    expect(html).toContain(`<a href="${href}"`);
    expect(text.split('\n')).toContain(href);
    expect(html + text).not.toContain('#token');
  });
});

it('every e-mail about an order is tested', () => {
  const names = templates.map(([name]) => name);
  const all = Object.values(order).map(({ name }) => name);
  expect(all.filter((name) => !names.includes(name))).toEqual([]);
});

describe('the total in an e-mail', () => {
  const tax = { name: 'VAT', percent: '19', amount: eur('794') };
  const pricing = {
    ...{ taxesIncluded: true, subtotal: eur('4980'), taxes: [tax], lines: [] },
    discounts: [{ code: 'spring', name: hostile, amount: eur('498') }],
    shipping: { method: 'parcel', name: 'Parcel', subtotal: eur('490') },
  };
  const linesOf = (change: object) =>
    emailOf(order.orderPaid, { total: eur('4972'), pricing: { ...pricing, ...change } }, link)
      .text.split('\n')
      .filter((line) => /^(Subtotal|Shipping|Total|Including|VAT|Tax)|-€/.test(line));

  it('the total follows what is added and taken off, and included taxes follow the total', () => {
    expect(linesOf({})).toEqual([
      'Subtotal  €49.80',
      'Shipping, Parcel  €4.90',
      `${inText}  -€4.98`,
      'Total  €49.72',
      'Including VAT 19%  €7.94',
    ]);
  });

  it('a discount has the voucher code that the customer entered', () => {
    const discounts = [
      { code: 'spring', name: 'Spring', voucherCode: 'SPRING26', amount: eur('498') },
    ];
    expect(linesOf({ discounts })[2]).toBe('Spring (SPRING26)  -€4.98');
  });

  it('taxes that are added, and an exemption, are before the total', () => {
    const change = { taxesIncluded: false, discounts: [], taxExemption: eur('100') };
    expect(linesOf(change).slice(2)).toEqual([
      'Tax exemption  -€1.00',
      'VAT 19%  €7.94',
      'Total  €49.72',
    ]);
  });
});

describe('links with tokens', () => {
  it('the link with a token is encoded, and the token is given as a code too', () => {
    const { html, text } = emailOf(user.verifyEmail, {}, link);
    expect(html).toContain('<a href="https://shop.example/verify-email?token=a%3Cb%3E"');
    expect(text).toContain('use this code: a<b>');
  });
});

describe('the e-mail of a shipped order', () => {
  it('the e-mail of a shipped order links to the tracking page', () => {
    const { html, text } = emailOf(order.orderShipped, {}, link);
    expect(html).toContain('<a href="https://track.example/?a=1&amp;b=%22%3Cscript%3E"');
    expect(text).toContain(
      'You can follow your parcel here:\n\nhttps://track.example/?a=1&b=%22%3Cscript%3E',
    );
  });

  it.each(['javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', 'ftp://x.example'])(
    'an unsafe tracking URL is not shown: %s',
    (trackingUrl) => {
      const { html, text } = emailOf(order.orderShipped, { trackingUrl }, link);
      expect(html.match(/<a /g)).toHaveLength(1);
      expect(html + text).not.toContain(trackingUrl.slice(0, 8));
      expect(text).not.toContain('follow your parcel');
    },
  );

  it('unknown tracking details are left out of the e-mail', () => {
    const unknown = { carrier: null, trackingNumber: null, trackingUrl: null };
    const { text } = emailOf(order.orderShipped, unknown, link);
    expect(text).not.toMatch(/Carrier|Tracking|follow your parcel|null/);
  });
});

describe('the e-mail of a refund', () => {
  it('a partial refund states the amount, the reason and what remains paid', () => {
    const { subject, text } = emailOf(order.orderRefunded, { reason: 'arrived torn' }, link);
    expect(subject).toBe('Order 2026-000123 has been partly refunded');
    expect(text).toContain('We are refunding €10.00 to you.');
    expect(text).toContain('Reason: arrived torn');
    expect(text).toContain(
      'We have now refunded €24.90 of €49.80. The remaining €24.90 stays paid.',
    );
  });

  it('a refund of a cancelled order does not state that the rest stays paid, since other refunds may follow', () => {
    const { text } = emailOf(order.orderRefunded, { reasonCode: 'ORDER_CANCELLED' }, link);
    expect(text).toContain('We have now refunded €24.90 of €49.80.');
    expect(text).not.toContain('stays paid');
  });

  it('money that was authorised only is released, not paid back', () => {
    const { text } = emailOf(order.orderRefunded, { isRelease: true }, link);
    expect(text).toContain('Your bank has held €10.00 for us. We have released it');
    expect(text).not.toContain('We are refunding');
  });

  it('a refund of lines and shipping lists them', () => {
    const parts = {
      lineRefunds: [{ variantId: 'v1', quantity: 1, amount: eur('2241') }],
      shippingRefund: eur('490'),
    };
    const { text } = emailOf(order.orderRefunded, parts, link);
    expect(text).toContain(`1 x ${inText}  €22.41\nShipping  €4.90\n`);
  });

  it('the refund of a second payment states that the order stays paid', () => {
    const change = { amount: eur('4980'), refunded: eur('4980'), paid: eur('9960') };
    const { subject, text } = emailOf(order.orderRefunded, change, link);
    expect(subject).toBe('Order 2026-000123 has been partly refunded');
    expect(text).toContain('refunded €49.80 of €99.60. The remaining €49.80 stays paid.');
  });

  it('a full refund states that the whole amount has been refunded', () => {
    const { subject, text } = emailOf(order.orderRefunded, { refunded: eur('4980') }, link);
    expect(subject).toBe('Order 2026-000123 has been refunded');
    expect(text).toContain('the whole amount has been refunded');
  });
});

it('the e-mail of a rejected order shows exact stock only up to the public limit', () => {
  const textFor = (available: number) =>
    emailOf(
      order.orderRejected,
      { shortLines: [{ variantId: 'v1', requested: 99, available }] },
      link,
    ).text;
  expect(textFor(10)).toContain('you ordered 99, we have 10.');
  expect(textFor(37)).toContain('you ordered 99, we have fewer.');
});

describe('the notification of low stock', () => {
  it('the text message about low stock is one line', () => {
    const phone = { emails: [], phone: '+4930123456' };
    const textMessage = render(lowStock, {}, {}, phone)[0]?.message as TextMessage;
    expect(textMessage).toMatchObject({ channel: 'SMS', to: '+4930123456' });
    expect(textMessage.text).toBe(`${inText} is low on stock: 3 left (threshold 5)`);
  });

  it('a variant without stock is called sold out', () => {
    expect(emailOf(lowStock, { sku: 'TEE', available: 0 }).subject).toBe('TEE is sold out');
  });
});

it.each([
  ['REQUESTED', {}, 'Please keep them'],
  ['APPROVED', { instructions: 'Ring twice.\nUse the label.' }, 'Ring twice.\nUse the label.'],
  ['REFUSED', { refusalReason: 'Worn' }, 'Reason: Worn'],
  ['CANCELLED', {}, 'no longer expected'],
  [
    'RECEIVED',
    { receivedLines: [{ variantId: 'v1', restocked: 1, writtenOff: 1 }] },
    `2 x ${inText}`,
  ],
])('a return that is %s tells its customer what follows', (status, change, expected) => {
  const { subject, text } = emailOf(returnUpdated, { status, ...change }, link);
  expect(subject).toBe(`Order 2026-000123: return ${status.toLowerCase()}`);
  expect(text).toContain(expected);
});
