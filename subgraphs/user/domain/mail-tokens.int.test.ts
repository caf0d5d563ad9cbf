import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, type TestAccounts } from '../testing/open-accounts.ts';
import { refreshToken } from './refresh-token.ts';
import { requestEmailVerification } from './request-email-verification.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { verifyEmail } from './verify-email.ts';

let shop: TestAccounts;
beforeAll(async () => {
  shop = await openAccounts();
});
afterAll(() => shop.close());

const start = new Date('2026-03-01T09:00:00Z');
const after = (hours: number) => new Date(start.getTime() + hours * 3_600_000);
const type = 'user.email_verification_requested.v1';
const verify = (token = '', now = after(1)) => verifyEmail(shop.deps, { token }, now);
const refused = (token = '', now = after(1)) => refusalOf(() => verify(token, now));
const invalid = ['INVALID_TOKEN token'];

describe('an e-mail address', () => {
  it('the token from an e-mail verifies the address once and publishes an event', async () => {
    const { user } = await shop.newAccount({}, start);
    const [token] = await shop.mailed(user.id, type);
    const results = await Promise.allSettled([1, 2, 3].map(() => verify(token)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await shop.deps.accounts.byId(user.id)).toMatchObject({
      emailVerified: true,
      version: 2,
    });
    expect(await refused(token)).toEqual(invalid);
    expect((await shop.eventTypes(user.id)).slice(2)).toEqual(['user.email_verified.v1']);
  });

  it('an e-mail address is not verified after 24 hours, nor with any other token', async () => {
    const { user } = await shop.newAccount({}, start);
    const [token = ''] = await shop.mailed(user.id, type);
    await requestPasswordReset(shop.deps, { email: user.email }, after(1));
    const [resetting] = await shop.mailed(user.id, 'user.password_reset_requested.v1');
    for (const wrong of ['', 'x', `${token}x`, resetting])
      expect(await refused(wrong)).toEqual(invalid);
    expect(await refused(token, after(24))).toEqual(invalid);
    expect(await verify(token, after(23.9))).toMatchObject({ id: user.id });
  });

  it('another verification e-mail invalidates the token of the previous one', async () => {
    const { user, viewer } = await shop.newAccount({}, start);
    await requestEmailVerification(shop.deps, viewer, after(0.5));
    const [older, newer] = await shop.mailed(user.id, type);
    expect(await refused(older)).toEqual(invalid);
    expect(await verify(newer)).toMatchObject({ emailVerified: true });
    await requestEmailVerification(shop.deps, viewer, after(2));
    expect(await shop.mailed(user.id, type)).toHaveLength(2);
  });

  it('a user receives at most three verification e-mails per hour', async () => {
    const { user, viewer } = await shop.newAccount({}, start);
    const request = (now: Date) => requestEmailVerification(shop.deps, viewer, now);
    for (const minutes of [1, 2, 3, 4]) expect(await request(after(minutes / 60))).toEqual({});
    expect(await shop.mailed(user.id, type)).toHaveLength(3);
    await request(after(1.01));
    expect(await shop.mailed(user.id, type)).toHaveLength(4);
  });

  it('concurrent requests send at most three verification e-mails per hour', async () => {
    const { user, viewer } = await shop.newAccount({}, start);
    const requests = Array.from({ length: 6 }, () =>
      requestEmailVerification(shop.deps, viewer, start),
    );
    await Promise.all(requests);
    expect(await shop.mailed(user.id, type)).toHaveLength(3);
  });
});

it('no table contains a secret in clear text, including the outbox', async () => {
  const { user, session } = await shop.newAccount({}, start);
  await requestPasswordReset(shop.deps, { email: user.email }, start);
  const next = await refreshToken(shop.deps, {}, { refreshToken: session.refreshToken }, start);
  const secrets = [
    ...(await shop.mailed(user.id, type)),
    ...(await shop.mailed(user.id, 'user.password_reset_requested.v1')),
    session.refreshToken,
    next.session.refreshToken,
    next.session.accessToken,
    'correct horse',
  ];
  expect(secrets).toHaveLength(6);
  const tables = await shop.pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  expect(tables.rows.map(({ name }) => name)).toContain('mail_tokens');
  for (const { name } of tables.rows) {
    const { rows } = await shop.pool.query(`SELECT t::text AS text FROM "${name}" t`);
    const all = rows.map(({ text }) => text).join('\n');
    for (const secret of secrets) expect(all, name).not.toContain(secret);
  }
});
