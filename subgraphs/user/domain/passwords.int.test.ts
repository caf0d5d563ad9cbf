import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, password, type TestAccounts } from '../testing/open-accounts.ts';
import { changePassword } from './change-password.ts';
import { login } from './login.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { resetPassword } from './reset-password.ts';

let shop: TestAccounts;
beforeAll(async () => {
  shop = await openAccounts();
});
afterAll(() => shop.close());

const start = new Date('2026-03-01T09:00:00Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const newPassword = 'battery staple';
const client = { clientAddress: '192.0.2.7' };
const signIn = (email: string, text: string) =>
  login(shop.deps, client, { email, password: text }, after(1));
const requestReset = (email: string, now = start) =>
  requestPasswordReset(shop.deps, { email }, now);
const reset = (token: string, change: object = {}, now = after(1)) =>
  resetPassword(shop.deps, client, { token, newPassword, ...change }, now);
const tokensOf = (userId: string) => shop.mailed(userId, 'user.password_reset_requested.v1');
const lastToken = async (userId: string) => (await tokensOf(userId)).at(-1) ?? '';
const announcedOf = async (userId: string) =>
  (await shop.events(userId)).find(({ type }) => type === 'user.password_changed.v1')?.data;
const endingOf = async (userId: string) => (await shop.events(userId)).at(-1)?.data;

describe('changing the password', () => {
  const change = (viewer: Parameters<typeof changePassword>[1], input: object = {}) =>
    changePassword(shop.deps, viewer, client, { currentPassword: password, newPassword, ...input });

  it('changing the password ends the other sessions and invalidates reset links', async () => {
    const { user, viewer, sid } = await shop.newAccount({}, start);
    const other = await shop.signIn(user.email, start);
    await requestReset(user.email);
    expect(await change(viewer)).toMatchObject({ version: 2 });
    expect(await endingOf(user.id)).toMatchObject({
      reason: 'PASSWORD_CHANGED',
      sessionIds: [other.sid],
    });
    const announced = { userId: user.id, email: user.email, by: 'CHANGE' };
    expect(await announcedOf(user.id)).toEqual(announced);
    const left = await shop.deps.sessions.activeOf(user.id, start);
    expect(left.map(({ id }) => id)).toEqual([sid]);
    expect(await refusalOf(() => signIn(user.email, password))).toEqual(['INVALID_CREDENTIALS']);
    expect((await signIn(user.email, newPassword)).user.id).toBe(user.id);
    expect(await refusalOf(async () => reset(await lastToken(user.id)))).toEqual([
      'INVALID_TOKEN token',
    ]);
  });

  it('changing the password requires the current password and a strong new one', async () => {
    const { viewer, user } = await shop.newAccount({}, start);
    const refused = (input: object) => refusalOf(() => change(viewer, input));
    expect(await refused({ currentPassword: 'wrong' })).toEqual([
      'INVALID_CREDENTIALS currentPassword',
    ]);
    expect(await refused({ newPassword: 'short' })).toEqual(['INVALID_VALUE newPassword']);
    expect(await refused({ newPassword: 'qwertyuiop' })).toEqual(['WEAK_PASSWORD newPassword']);
    expect(await refused({ newPassword: user.email })).toEqual(['WEAK_PASSWORD newPassword']);
    expect((await shop.deps.accounts.byId(user.id))?.version).toBe(1);
  });

  it('of two concurrent password changes one succeeds', async () => {
    const { viewer } = await shop.newAccount({}, start);
    const both = ['battery staple', 'staple battery'].map((text) =>
      change(viewer, { newPassword: text }),
    );
    const results = await Promise.allSettled(both);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('wrong current passwords count as failed login attempts', async () => {
    const { viewer, user } = await shop.newAccount({}, new Date());
    for (let n = 0; n < 5; n++) {
      await refusalOf(() => change(viewer, { currentPassword: 'wrong' }));
    }
    const before = shop.deps.passwords.count;
    expect(await refusalOf(() => change(viewer))).toEqual(['TOO_MANY_ATTEMPTS']);
    const signingIn = () => login(shop.deps, client, { email: user.email, password });
    expect(await refusalOf(signingIn)).toEqual(['TOO_MANY_ATTEMPTS']);
    expect(shop.deps.passwords.count).toBe(before);
  });
});

describe('a forgotten password', () => {
  it('the token from an e-mail resets the password once and ends all sessions', async () => {
    const { user, sid } = await shop.newAccount({}, start);
    await requestReset(` ${user.email.toUpperCase()}`);
    const token = await lastToken(user.id);
    await reset(token);
    expect(await endingOf(user.id)).toMatchObject({
      reason: 'PASSWORD_CHANGED',
      sessionIds: [sid],
    });
    expect((await signIn(user.email, newPassword)).user.id).toBe(user.id);
    const again = () => reset(token, { newPassword: 'third password' });
    expect(await refusalOf(again)).toEqual(['INVALID_TOKEN token']);
  });

  it('concurrent uses of a reset token reset the password once', async () => {
    const { user } = await shop.newAccount({}, start);
    await requestReset(user.email);
    const token = await lastToken(user.id);
    const results = await Promise.allSettled([1, 2, 3].map(() => reset(token)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('a password reset requires the latest reset token, at most 30 minutes old', async () => {
    const { user } = await shop.newAccount({}, start);
    await requestReset(user.email);
    await requestReset(user.email, after(1));
    const [older = '', newer = ''] = await tokensOf(user.id);
    const [verifying = ''] = await shop.mailed(user.id, 'user.email_verification_requested.v1');
    for (const wrong of [older, verifying, '', 'x', `${newer}x`]) {
      expect(await refusalOf(() => reset(wrong))).toEqual(['INVALID_TOKEN token']);
    }
    expect(await refusalOf(() => reset(newer, {}, after(31)))).toEqual(['INVALID_TOKEN token']);
    expect(await reset(newer, {}, after(30.9))).toEqual({});
  });

  it('a weak new password is refused and the reset token stays valid', async () => {
    const { user } = await shop.newAccount({}, start);
    await requestReset(user.email);
    const token = await lastToken(user.id);
    const refused = (text: string) => refusalOf(() => reset(token, { newPassword: text }));
    expect(await refused('short')).toEqual(['INVALID_VALUE newPassword']);
    expect(await refused('iloveyou')).toEqual(['WEAK_PASSWORD newPassword']);
    expect(await refused(user.email)).toEqual(['WEAK_PASSWORD newPassword']);
    expect(await reset(token)).toEqual({});
  });

  it('a password reset unlocks an account that was locked by failed attempts', async () => {
    const { user } = await shop.newAccount({}, start);
    for (let n = 0; n < 5; n++) await refusalOf(() => signIn(user.email, 'wrong'));
    expect(await refusalOf(() => signIn(user.email, password))).toEqual(['TOO_MANY_ATTEMPTS']);
    await requestReset(user.email);
    await reset(await lastToken(user.id));
    expect((await signIn(user.email, newPassword)).user.id).toBe(user.id);
  });

  it('a reset request for an unknown account has the same response and the same duration', async () => {
    const { user } = await shop.newAccount({}, start);
    const resets = { where: { purpose: 'RESET_PASSWORD' as const } };
    const before = await shop.prisma.mailToken.count(resets);
    const responses = [user.email, 'unknown@shop.example', 'no address'].map(async (email) => {
      const began = performance.now();
      const response = await requestReset(email);
      expect(performance.now() - began).toBeGreaterThan(390);
      return response;
    });
    for (const response of await Promise.all(responses)) expect(response).toEqual({});
    expect(await shop.prisma.mailToken.count(resets)).toBe(before + 1);
  });

  it('reset requests send at most three e-mails per hour and always respond in the same way', async () => {
    const { user } = await shop.newAccount({}, start);
    for (let n = 0; n < 5; n++) expect(await requestReset(user.email, after(n))).toEqual({});
    expect(await tokensOf(user.id)).toHaveLength(3);
    await requestReset(user.email, after(61));
    expect(await tokensOf(user.id)).toHaveLength(4);
  });
});
