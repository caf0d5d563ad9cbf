import { displayEmail, newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPasswordHasher } from '../passwords.ts';
import {
  openAccounts,
  password,
  readAccessToken,
  type TestAccounts,
} from '../testing/open-accounts.ts';
import { login } from './login.ts';
import type { RegisterInput } from './register.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { suspendUser } from './suspend-user.ts';
import { updateProfile } from './update-profile.ts';

let shop: TestAccounts;
beforeAll(async () => {
  shop = await openAccounts();
});
afterAll(() => shop.close());

describe('registering', () => {
  it('register creates a customer account, signs in, publishes the events and requests an e-mail', async () => {
    const { user, session } = await shop.newAccount({ email: ' Nel@Shop.Example ' });
    expect(user).toMatchObject({
      email: 'nel@shop.example',
      emailVerified: false,
      roles: ['CUSTOMER'],
      status: 'ACTIVE',
      version: 1,
    });
    expect(readAccessToken(session.accessToken)).toMatchObject({ roles: ['CUSTOMER'], gen: 0 });
    expect(await shop.eventTypes(user.id)).toEqual([
      'user.registered.v1',
      'user.email_verification_requested.v1',
    ]);
    expect(JSON.stringify(await shop.events(user.id))).not.toContain('horse');
  });

  it('the database contains an Argon2id hash and never the password', async () => {
    const hash = await createPasswordHasher().hash('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
    const { user } = await shop.newAccount();
    const row = await shop.prisma.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(row.passwordHash).toMatch(/^\$argon2id\$/);
  });

  it('register refuses an e-mail address that has an account, regardless of case, even concurrently', async () => {
    const email = `${newId()}@shop.example`;
    const results = await Promise.allSettled([
      shop.newAccount({ email }),
      shop.newAccount({ email: email.toUpperCase() }),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusalOf(() => shop.newAccount({ email }))).toEqual(['EMAIL_UNAVAILABLE email']);
    expect(await shop.prisma.user.count({ where: { email } })).toBe(1);
  });

  it('a domain in its own script and its punycode are the same account, shown in that script', async () => {
    const { user } = await shop.newAccount({ email: 'Info@ПРИМЕР.рф' });
    expect(user.email).toBe('info@xn--e1afmkfd.xn--p1ai');
    expect(displayEmail(user.email)).toBe('info@пример.рф');
    expect(await refusalOf(() => shop.newAccount({ email: user.email }))).toEqual([
      'EMAIL_UNAVAILABLE email',
    ]);
    expect((await shop.signIn('info@пример.рф')).sid).not.toBe('');
    for (const search of ['info@пример.рф', 'INFO@xn--e1']) {
      const { rows } = await shop.deps.users.page(
        { search },
        { size: 2, backward: false, cursor: undefined },
      );
      expect(rows.map(({ id }) => id)).toEqual([user.id]);
    }
  });

  it.each<[Partial<RegisterInput>, string]>([
    [{ email: 'a@example-.com' }, 'INVALID_VALUE email'],
    [{ email: 'nonsense' }, 'INVALID_VALUE email'],
    [{ email: `${'a'.repeat(250)}@x.example` }, 'INVALID_VALUE email'],
    [{ password: 'short' }, 'INVALID_VALUE password'],
    // Seven characters, though more units of UTF-16.
    [{ password: '🐎'.repeat(7) }, 'INVALID_VALUE password'],
    [{ password: 'x'.repeat(129) }, 'INVALID_VALUE password'],
    [{ password: 'Password123' }, 'WEAK_PASSWORD password'],
    [{ email: 'self@shop.example', password: 'Self@shop.example' }, 'WEAK_PASSWORD password'],
    [{ displayName: '  ' }, 'INVALID_VALUE displayName'],
    [{ displayName: 'x'.repeat(81) }, 'INVALID_VALUE displayName'],
    [{ displayName: '🐎'.repeat(81) }, 'INVALID_VALUE displayName'],
    [{ displayName: 'a\0b' }, 'INVALID_VALUE displayName'],
  ])('register refuses %j', async (change, reason) => {
    expect(await refusalOf(() => shop.newAccount(change))).toEqual([reason]);
  });
});

it('the length of a display name is counted in code points', async () => {
  const displayName = '🐎'.repeat(80);
  expect((await shop.newAccount({ displayName })).user).toMatchObject({ displayName });
});

it('an e-mail address with more than 254 characters is refused by login and by a password reset', async () => {
  const email = `${'a'.repeat(250)}@x.example`;
  const refused = ['INVALID_VALUE email'];
  expect(await refusalOf(() => login(shop.deps, {}, { email, password }))).toEqual(refused);
  expect(await refusalOf(() => requestPasswordReset(shop.deps, { email }))).toEqual(refused);
});

describe('signing in', () => {
  let attempts = 0;
  /** Each attempt comes from another network, so that none is throttled. */
  const attempt = (email: string, password: string) =>
    login(shop.deps, { clientAddress: `192.0.2.${++attempts}` }, { email, password });

  it('login accepts only the right password and does not reveal whether the account exists', async () => {
    const { user } = await shop.newAccount({ email: 'login@shop.example' });
    const good = await attempt('LOGIN@shop.example', 'correct horse');
    expect(good.user.id).toBe(user.id);
    const wrong = () => attempt('login@shop.example', 'wrong');
    const unknown = () => attempt('unknown@shop.example', 'wrong');
    expect(await refusalOf(wrong)).toEqual(await refusalOf(unknown));
    expect(await refusalOf(() => attempt('a\0b', 'wrong'))).toEqual(['INVALID_VALUE email']);
  });

  it('login hashes once, whether or not the account exists', async () => {
    const { user } = await shop.newAccount();
    for (const email of [user.email, 'unknown@shop.example']) {
      const before = shop.deps.passwords.count;
      await refusalOf(() => attempt(email, 'wrong'));
      expect(shop.deps.passwords.count - before).toBe(1);
    }
  });

  it('login accepts a password in any Unicode normal form', async () => {
    const { user } = await shop.newAccount({ password: 'Crème brûlée'.normalize('NFD') });
    const { session } = await attempt(user.email, 'Crème brûlée'.normalize('NFC'));
    expect(session.accessToken).toBeTruthy();
  });

  it('login rehashes a password when the parameters have changed', async () => {
    const { user } = await shop.newAccount();
    const passwords = createPasswordHasher();
    const hashOfUser = async () =>
      (await shop.prisma.user.findUniqueOrThrow({ where: { id: user.id } })).passwordHash;
    const input = { email: user.email, password: 'correct horse' };
    expect(await hashOfUser()).toMatch(/m=1024/);
    const both = [1, 2].map(() => login({ ...shop.deps, passwords }, {}, input));
    expect(await Promise.all(both)).toHaveLength(2);
    expect(await hashOfUser()).toMatch(/m=19456/);
    expect(await shop.signIn(user.email)).toBeTruthy();
  });

  it('login of a suspended user states the suspension only with the right password', async () => {
    const { user } = await shop.newAccount();
    const { viewer } = await shop.newAccount();
    await shop.promote(viewer.id);
    await suspendUser(shop.deps, viewer, { userId: user.id, reason: 'chargebacks' });
    expect(await refusalOf(() => attempt(user.email, 'wrong'))).toEqual(['INVALID_CREDENTIALS']);
    expect(await refusalOf(() => shop.signIn(user.email))).toEqual(['ACCOUNT_SUSPENDED']);
    const active = { userId: user.id, revokedAt: null };
    expect(await shop.prisma.session.count({ where: active })).toBe(0);
  });
});

describe('a profile', () => {
  it('updating a profile increases the version and refuses an old expected version', async () => {
    const { viewer } = await shop.newAccount();
    const input = { displayName: 'Nelly', expectedVersion: 1 };
    expect(await updateProfile(shop.deps, viewer, input)).toMatchObject({
      displayName: 'Nelly',
      version: 2,
    });
    expect(await refusalOf(() => updateProfile(shop.deps, viewer, input))).toEqual([
      'VERSION_CONFLICT expectedVersion',
    ]);
    expect(await refusalOf(() => updateProfile(shop.deps, viewer, { displayName: '' }))).toEqual([
      'INVALID_VALUE displayName',
    ]);
    const same = await updateProfile(shop.deps, viewer, { displayName: 'Nelly' });
    expect(same.version).toBe(2);
  });
});
