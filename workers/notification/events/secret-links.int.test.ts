import { randomBytes } from 'node:crypto';
import { newId } from '@shop/domain';
import { PermanentError } from '@shop/messaging';
import { newEvent, type ShopEvent, sealToken } from '@shop/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOffice, stationery } from '../testing/testing.ts';
import { mailHandlers } from './handlers.ts';

let post: Awaited<ReturnType<typeof openOffice>>;
let handlers: ReturnType<typeof mailHandlers>;
beforeAll(async () => {
  post = await openOffice();
  handlers = mailHandlers(post.office, stationery);
});
afterAll(() => post.close());

type Asking = 'user.email_verification_requested.v1' | 'user.password_reset_requested.v1';

function asking<T extends Asking>(type: T, token: string, sealedFor = newId()): ShopEvent<T> {
  const userId = newId();
  const data = {
    userId,
    email: 'nel@shop.example',
    displayName: 'Nel',
    sealedToken: sealToken(stationery.mailTokenKey, token, { type, userId: sealedFor || userId }),
    expiresAt: '2026-03-01T10:00:00.000Z',
  };
  const origin = { correlationId: 'test' };
  return newEvent('user', { type, subject: userId, data } as never, origin) as ShopEvent<T>;
}

describe('a mail with a secret link', () => {
  it.each([
    ['user.email_verification_requested.v1', 'verify-email', /Verify/, 'verify-email'],
    ['user.password_reset_requested.v1', 'password-reset', /new password/, 'reset-password'],
  ] as const)('for %s carries link and token', async (type, template, subject, page) => {
    const token = randomBytes(32).toString('base64url');
    const event = asking(type, token, '');
    await (handlers[type] as (event: ShopEvent) => Promise<unknown>)(event);
    const mail = await post.mailOf(event, template);
    expect(mail.to?.[0]?.address).toBe('nel@shop.example');
    expect(mail.subject).toMatch(subject);
    expect(mail.subject).not.toContain(token);
    const text = mail.text?.replaceAll(/\s+/g, ' ') ?? '';
    expect(text).toContain(`https://shop.example/en/${page}?token=${token} `);
    expect(text).toContain(`code: ${token}`);
    const rows = await post.query('SELECT d::text AS text FROM deliveries d');
    const delivered = rows.map((row) => row.text).join('\n');
    expect(delivered).toContain(event.id);
    expect(delivered).not.toContain(token);
  });

  it('whose token cannot be opened is not written, and is not worth another try', async () => {
    const event = asking('user.password_reset_requested.v1', 'secret', newId());
    const handling = handlers['user.password_reset_requested.v1'](event);
    await expect(handling).rejects.toBeInstanceOf(PermanentError);
    expect(await post.filesOf(event)).toEqual([]);
    const rows = await post.query('SELECT 1 FROM deliveries WHERE event_id = $1', [event.id]);
    expect(rows).toEqual([]);
  });
});
