import { createSecretKey, randomBytes } from 'node:crypto';
import { newId } from '@shop/domain';
import { PermanentError } from '@shop/messaging';
import { newEvent, orderLinkSeal, type ShopEvent, sealToken } from '@shop/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDeliveryService, mailSettings } from '../testing/delivery-service.ts';
import { notificationHandlers } from './handlers.ts';

let test: Awaited<ReturnType<typeof createTestDeliveryService>>;
let handlers: ReturnType<typeof notificationHandlers>;
beforeAll(async () => {
  test = await createTestDeliveryService();
  handlers = notificationHandlers(test.service, test.verifiedMailboxes, mailSettings);
});
afterAll(() => test.close());

type LinkEvent =
  | 'user.email_verification_requested.v1'
  | 'user.password_reset_requested.v1'
  | 'user.email_change_requested.v1';

function requested<T extends LinkEvent>(type: T, token: string, sealedFor = newId()): ShopEvent<T> {
  const userId = newId();
  const data = {
    userId,
    email: 'nel@shop.example',
    displayName: 'Nel',
    sealedToken: sealToken(mailSettings.mailTokenKey, token, {
      type,
      subject: sealedFor || userId,
    }),
    expiresAt: '2026-03-01T10:00:00.000Z',
  };
  const origin = { correlationId: 'test' };
  return newEvent('user', { type, subject: userId, data } as never, origin) as ShopEvent<T>;
}

describe('e-mails with a secret link', () => {
  it.each([
    ['user.email_verification_requested.v1', 'verify-email', /Verify/, 'verify-email'],
    ['user.password_reset_requested.v1', 'password-reset', /new password/, 'reset-password'],
    ['user.email_change_requested.v1', 'change-email', /new e-mail/, 'confirm-email'],
  ] as const)(
    'the e-mail for %s contains the link and the token, and the delivery log neither',
    async (type, template, subject, page) => {
      const token = randomBytes(32).toString('base64url');
      const event = requested(type, token, '');
      await (handlers[type] as (event: ShopEvent) => Promise<unknown>)(event);
      const email = await test.emailOf(event, template);
      expect(email.to?.[0]?.address).toBe('nel@shop.example');
      expect(email.subject).toMatch(subject);
      expect(email.subject).not.toContain(token);
      const text = email.text?.replaceAll(/\s+/g, ' ') ?? '';
      expect(text).toContain(`https://shop.example/en/${page}?token=${token} `);
      expect(text).toContain(`code: ${token}`);
      const rows = await test.query('SELECT d::text AS text FROM deliveries d');
      const delivered = rows.map((row) => row.text).join('\n');
      expect(delivered).toContain(event.id);
      expect(delivered).not.toContain(token);
    },
  );

  it('an event whose token cannot be opened is a permanent error, and sends nothing', async () => {
    const event = requested('user.password_reset_requested.v1', 'secret', newId());
    const handling = handlers['user.password_reset_requested.v1'](event);
    await expect(handling).rejects.toBeInstanceOf(PermanentError);
    expect(await test.filesOf(event)).toEqual([]);
    const rows = await test.query('SELECT 1 FROM deliveries WHERE event_id = $1', [event.id]);
    expect(rows).toEqual([]);
  });
});

function paid(orderId: string, sealedToken: string): ShopEvent<'order.paid.v1'> {
  const total = { minor: '1000', currency: 'EUR' };
  const line = { variantId: newId(), sku: 'A', title: 'A', quantity: 1, unitPrice: total };
  const data = {
    orderId,
    number: '2026-000123',
    customerId: newId(),
    email: 'guest@shop.example',
    total,
    lines: [line],
    paymentId: newId(),
    sealedToken,
  };
  const fact = { type: 'order.paid.v1', subject: orderId, data } as const;
  return newEvent('order', fact, { correlationId: 'test' }) as ShopEvent<'order.paid.v1'>;
}

describe('e-mails about an order of a guest', () => {
  const page = 'https://shop.example/en/orders/2026-000123';
  const key = mailSettings.mailTokenKey;
  const orderId = newId();

  it('the e-mail links to the order with its token, and the delivery log does not contain it', async () => {
    const event = paid(orderId, sealToken(key, 'secret-token', orderLinkSeal(orderId)));
    await handlers['order.paid.v1'](event);
    expect((await test.emailOf(event, 'order-paid')).text).toContain(`${page}#token=secret-token`);
    const rows = await test.query('SELECT d::text AS text FROM deliveries d');
    expect(rows.map(({ text }) => text).join()).not.toContain('secret-token');
  });

  const requested = (sealedToken: string) => {
    const data = { orderId, number: '2026-000123', email: 'guest@shop.example', sealedToken };
    const fact = { type: 'order.link_requested.v1', subject: orderId, data } as const;
    return newEvent('order', fact, { correlationId: 'test' }) as ShopEvent<typeof fact.type>;
  };

  it('a requested link is sent, and an event whose token cannot be opened is a permanent error', async () => {
    const event = requested(sealToken(key, 'secret-token', orderLinkSeal(orderId)));
    await handlers['order.link_requested.v1'](event);
    expect((await test.emailOf(event, 'order-link')).text).toContain(`${page}#token=secret-token`);
    const other = requested(sealToken(key, 'secret-token', orderLinkSeal(newId())));
    const handling = handlers['order.link_requested.v1'](other);
    await expect(handling).rejects.toBeInstanceOf(PermanentError);
    expect(await test.filesOf(other)).toEqual([]);
  });

  it('a token that was sealed for another order or with another key is left out, and the e-mail is sent', async () => {
    const otherKey = createSecretKey(randomBytes(32));
    for (const sealed of [
      sealToken(key, 'secret', orderLinkSeal(newId())),
      sealToken(otherKey, 'secret', orderLinkSeal(orderId)),
    ]) {
      const event = paid(orderId, sealed);
      await handlers['order.paid.v1'](event);
      const { text } = await test.emailOf(event, 'order-paid');
      expect(text).toContain(page);
      expect(text).not.toContain('#token');
    }
  });
});
