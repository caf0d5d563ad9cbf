import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, password, type TestAccounts } from '../testing/testing.ts';
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
const here = { address: '192.0.2.7' };
const signIn = (email: string, text: string) =>
  login(shop.deps, here, { email, password: text }, after(1));
const askReset = (email: string, now = start) => requestPasswordReset(shop.deps, { email }, now);
const reset = (token: string, change: object = {}, now = after(1)) =>
  resetPassword(shop.deps, here, { token, newPassword, ...change }, now);
const tokensOf = (userId: string) => shop.mailed(userId, 'user.password_reset_requested.v1');
const lastToken = async (userId: string) => (await tokensOf(userId)).at(-1) ?? '';
const endingOf = async (userId: string) => (await shop.events(userId)).at(-1)?.data;

describe('changing the password', () => {
  const change = (viewer: Parameters<typeof changePassword>[1], input: object = {}) =>
    changePassword(shop.deps, viewer, here, { currentPassword: password, newPassword, ...input });

  it('ends the other sessions and voids links for a reset', async () => {
    const { user, viewer, sid } = await shop.newAccount({}, start);
    const other = await shop.signIn(user.email, start);
    await askReset(user.email);
    expect(await change(viewer)).toMatchObject({ version: 2 });
    expect(await endingOf(user.id)).toMatchObject({
      reason: 'PASSWORD_CHANGED',
      sessionIds: [other.sid],
    });
    const left = await shop.deps.sessions.activeOf(user.id, start);
    expect(left.map(({ id }) => id)).toEqual([sid]);
    expect(await refusalOf(() => signIn(user.email, password))).toEqual(['INVALID_CREDENTIALS']);
    expect((await signIn(user.email, newPassword)).user.id).toBe(user.id);
    expect(await refusalOf(async () => reset(await lastToken(user.id)))).toEqual([
      'INVALID_TOKEN token',
    ]);
  });

  it('asks for the present one, and for one that is hard to guess', async () => {
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

  it('of two at once is done once', async () => {
    const { viewer } = await shop.newAccount({}, start);
    const both = ['battery staple', 'staple battery'].map((text) =>
      change(viewer, { newPassword: text }),
    );
    const results = await Promise.allSettled(both);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('counts wrong guesses like signing in does', async () => {
    const { viewer, user } = await shop.newAccount({}, new Date());
    for (let n = 0; n < 5; n++) {
      await refusalOf(() => change(viewer, { currentPassword: 'wrong' }));
    }
    const before = shop.deps.passwords.count;
    expect(await refusalOf(() => change(viewer))).toEqual(['TOO_MANY_ATTEMPTS']);
    const signingIn = () => login(shop.deps, here, { email: user.email, password });
    expect(await refusalOf(signingIn)).toEqual(['TOO_MANY_ATTEMPTS']);
    expect(shop.deps.passwords.count).toBe(before);
  });
});

describe('a forgotten password', () => {
  it('is replaced with the token of the mail, once, and all sessions end', async () => {
    const { user, sid } = await shop.newAccount({}, start);
    await askReset(` ${user.email.toUpperCase()}`);
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

  it('is replaced once when the token is brought twice at the same time', async () => {
    const { user } = await shop.newAccount({}, start);
    await askReset(user.email);
    const token = await lastToken(user.id);
    const results = await Promise.allSettled([1, 2, 3].map(() => reset(token)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('needs a token of half an hour at most, the last one, and no other kind', async () => {
    const { user } = await shop.newAccount({}, start);
    await askReset(user.email);
    await askReset(user.email, after(1));
    const [older = '', newer = ''] = await tokensOf(user.id);
    const [verifying = ''] = await shop.mailed(user.id, 'user.email_verification_requested.v1');
    for (const wrong of [older, verifying, '', 'x', `${newer}x`]) {
      expect(await refusalOf(() => reset(wrong))).toEqual(['INVALID_TOKEN token']);
    }
    expect(await refusalOf(() => reset(newer, {}, after(31)))).toEqual(['INVALID_TOKEN token']);
    expect(await reset(newer, {}, after(30.9))).toEqual({});
  });

  it('is not replaced by a weak one, and the token stays good', async () => {
    const { user } = await shop.newAccount({}, start);
    await askReset(user.email);
    const token = await lastToken(user.id);
    const refused = (text: string) => refusalOf(() => reset(token, { newPassword: text }));
    expect(await refused('short')).toEqual(['INVALID_VALUE newPassword']);
    expect(await refused('iloveyou')).toEqual(['WEAK_PASSWORD newPassword']);
    expect(await refused(user.email)).toEqual(['WEAK_PASSWORD newPassword']);
    expect(await reset(token)).toEqual({});
  });

  it('that was guessed too often locks nobody out who has the mail', async () => {
    const { user } = await shop.newAccount({}, start);
    for (let n = 0; n < 5; n++) await refusalOf(() => signIn(user.email, 'wrong'));
    expect(await refusalOf(() => signIn(user.email, password))).toEqual(['TOO_MANY_ATTEMPTS']);
    await askReset(user.email);
    await reset(await lastToken(user.id));
    expect((await signIn(user.email, newPassword)).user.id).toBe(user.id);
  });

  it('is answered alike, and not sooner, where there is no account', async () => {
    const { user } = await shop.newAccount({}, start);
    const resets = { where: { purpose: 'RESET_PASSWORD' as const } };
    const before = await shop.prisma.mailToken.count(resets);
    const answers = [user.email, 'nobody@shop.example', 'no address'].map(async (email) => {
      const began = performance.now();
      const answer = await askReset(email);
      expect(performance.now() - began).toBeGreaterThan(390);
      return answer;
    });
    for (const answer of await Promise.all(answers)) expect(answer).toEqual({});
    expect(await shop.prisma.mailToken.count(resets)).toBe(before + 1);
  });

  it('sends at most three mails an hour, and says nothing about it', async () => {
    const { user } = await shop.newAccount({}, start);
    for (let n = 0; n < 5; n++) expect(await askReset(user.email, after(n))).toEqual({});
    expect(await tokensOf(user.id)).toHaveLength(3);
    await askReset(user.email, after(61));
    expect(await tokensOf(user.id)).toHaveLength(4);
  });
});
