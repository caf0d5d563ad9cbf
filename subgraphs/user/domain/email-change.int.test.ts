import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, password, type TestAccounts } from '../testing/open-accounts.ts';
import { changePassword } from './change-password.ts';
import { confirmEmailChange } from './confirm-email-change.ts';
import { login } from './login.ts';
import { requestEmailChange } from './request-email-change.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { resetPassword } from './reset-password.ts';
import { verifyEmail } from './verify-email.ts';

let shop: TestAccounts;
beforeAll(async () => {
  shop = await openAccounts();
});
afterAll(() => shop.close());

const start = new Date('2026-03-01T09:00:00Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const client = { clientAddress: '192.0.2.7' };
const type = 'user.email_change_requested.v1';
type Account = Awaited<ReturnType<TestAccounts['newAccount']>>;

const newAddress = () => `${newId()}@new.example`;
const request = (
  { viewer }: Account,
  newEmail: string,
  now = after(1),
  currentPassword = password,
) => requestEmailChange(shop.deps, viewer, client, { newEmail, currentPassword }, now);
const tokensOf = ({ user }: Account) => shop.mailed(user.id, type);
const lastToken = async (account: Account) => (await tokensOf(account)).at(-1) ?? '';
const confirm = (token: string, now = after(2)) => confirmEmailChange(shop.deps, { token }, now);
const refused = (token: string, now = after(2)) => refusalOf(() => confirm(token, now));
const invalid = ['INVALID_TOKEN token'];

describe('a new e-mail address', () => {
  it('the link to the new address changes it once, verifies it, and publishes both addresses', async () => {
    const account = await shop.newAccount({}, start);
    const other = await shop.signIn(account.user.email, start);
    const newEmail = newAddress();
    expect(await request(account, ` ${newEmail.toUpperCase()}`)).toEqual({});
    const requested = (await shop.events(account.user.id)).at(-1);
    expect(requested).toMatchObject({ type, data: { email: newEmail } });
    expect(await shop.deps.accounts.byId(account.user.id)).toMatchObject({
      email: account.user.email,
      version: 1,
    });

    const token = await lastToken(account);
    const results = await Promise.allSettled([1, 2, 3].map(() => confirm(token)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refused(token)).toEqual(invalid);
    expect(await shop.deps.accounts.byId(account.user.id)).toMatchObject({
      email: newEmail,
      emailVerified: true,
      version: 2,
    });
    const verified = { userId: account.user.id, email: newEmail };
    expect((await shop.events(account.user.id)).slice(-2)).toMatchObject([
      { type: 'user.email_verified.v1', data: verified },
      {
        type: 'user.email_changed.v1',
        data: { ...verified, previousEmail: account.user.email },
      },
    ]);
    const left = await shop.deps.sessions.activeOf(account.user.id, after(2));
    expect(left.map(({ id }) => id).sort()).toEqual([account.sid, other.sid].sort());
    expect((await shop.signIn(newEmail, after(3))).sid).not.toBe('');
    const previous = () => shop.signIn(account.user.email, after(3));
    expect(await refusalOf(previous)).toEqual(['INVALID_CREDENTIALS']);
  });

  it('a request does not reveal that another account has the address; the link to it does', async () => {
    const [account, taken] = [await shop.newAccount({}, start), await shop.newAccount({}, start)];
    expect(await request(account, taken.user.email)).toEqual({});
    const token = await lastToken(account);
    expect(await refused(token)).toEqual(['EMAIL_UNAVAILABLE token']);
    // Nothing has changed, so the link works once the address is free.
    await request(taken, newAddress());
    await confirm(await lastToken(taken));
    expect(await confirm(token)).toMatchObject({ email: taken.user.email });
  });

  it('of two accounts that confirm one address at the same time, one gets it', async () => {
    const accounts = await Promise.all([1, 2].map(() => shop.newAccount({}, start)));
    const newEmail = newAddress();
    for (const account of accounts) await request(account, newEmail);
    const tokens = await Promise.all(accounts.map(lastToken));
    const results = await Promise.allSettled(tokens.map((token) => confirm(token)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await shop.prisma.user.count({ where: { email: newEmail } })).toBe(1);
  });

  it('a new address must be an e-mail address and another one, and needs the current password', async () => {
    const account = await shop.newAccount({}, start);
    const refusal = (newEmail: string, text?: string) =>
      refusalOf(() => request(account, newEmail, after(1), text));
    expect(await refusal('nonsense')).toEqual(['INVALID_VALUE newEmail']);
    expect(await refusal(account.user.email.toUpperCase())).toEqual(['INVALID_VALUE newEmail']);
    expect(await refusal(newAddress(), 'wrong')).toEqual(['INVALID_CREDENTIALS currentPassword']);
    expect(await tokensOf(account)).toEqual([]);
  });

  it('wrong passwords for a new address count as failed login attempts', async () => {
    const account = await shop.newAccount({}, start);
    for (let n = 0; n < 5; n++) {
      await refusalOf(() => request(account, newAddress(), after(1), 'wrong'));
    }
    expect(await refusalOf(() => request(account, newAddress()))).toEqual(['TOO_MANY_ATTEMPTS']);
    const input = { email: account.user.email, password };
    const signingIn = () => login(shop.deps, client, input, after(1));
    expect(await refusalOf(signingIn)).toEqual(['TOO_MANY_ATTEMPTS']);
  });

  it('an account receives at most three links for a new address per hour, also to different addresses', async () => {
    const account = await shop.newAccount({}, start);
    for (let n = 0; n < 5; n++) expect(await request(account, newAddress(), after(n))).toEqual({});
    expect(await tokensOf(account)).toHaveLength(3);
    await request(account, newAddress(), after(61));
    expect(await tokensOf(account)).toHaveLength(4);
  });

  it('the address changes only with the latest link, at most 30 minutes old', async () => {
    const account = await shop.newAccount({}, start);
    const [first, second] = [newAddress(), newAddress()];
    await request(account, first);
    await request(account, second);
    const [older = '', newer = ''] = await tokensOf(account);
    const [verifying = ''] = await shop.mailed(
      account.user.id,
      'user.email_verification_requested.v1',
    );
    for (const wrong of [older, verifying, '', 'x', `${newer}x`]) {
      expect(await refused(wrong)).toEqual(invalid);
    }
    expect(await refused(newer, after(31))).toEqual(invalid);
    expect(await confirm(newer, after(30.9))).toMatchObject({ email: second });
  });
});

describe('other links', () => {
  it('a new address invalidates the links to the previous one', async () => {
    const account = await shop.newAccount({}, start);
    await requestPasswordReset(shop.deps, { email: account.user.email }, start);
    await request(account, newAddress());
    await confirm(await lastToken(account));
    const [verifying = ''] = await shop.mailed(
      account.user.id,
      'user.email_verification_requested.v1',
    );
    const [resetting = ''] = await shop.mailed(account.user.id, 'user.password_reset_requested.v1');
    const verify = () => verifyEmail(shop.deps, { token: verifying }, after(3));
    const input = { token: resetting, newPassword: 'battery staple' };
    const reset = () => resetPassword(shop.deps, client, input, after(3));
    expect(await refusalOf(verify)).toEqual(invalid);
    expect(await refusalOf(reset)).toEqual(invalid);
  });

  it('a new password invalidates the link of a new address', async () => {
    const changing = await shop.newAccount({}, start);
    await request(changing, newAddress());
    const change = { currentPassword: password, newPassword: 'battery staple' };
    await changePassword(shop.deps, changing.viewer, client, change, after(1));
    expect(await refused(await lastToken(changing))).toEqual(invalid);

    const forgotten = await shop.newAccount({}, start);
    await request(forgotten, newAddress());
    await requestPasswordReset(shop.deps, { email: forgotten.user.email }, after(1));
    const [token = ''] = await shop.mailed(forgotten.user.id, 'user.password_reset_requested.v1');
    const input = { token, newPassword: 'battery staple' };
    await resetPassword(shop.deps, client, input, after(1));
    expect(await refused(await lastToken(forgotten))).toEqual(invalid);
  });
});
