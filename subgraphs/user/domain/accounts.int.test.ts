import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPasswordHasher } from '../passwords.ts';
import { openAccounts, password, readAccessToken, type TestAccounts } from '../testing/testing.ts';
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
  it('opens a customer account, signs it in, says so, and asks for a mail', async () => {
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

  it('keeps no password', async () => {
    const hash = await createPasswordHasher().hash('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
    const { user } = await shop.newAccount();
    const row = await shop.prisma.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(row.passwordHash).toMatch(/^\$argon2id\$/);
  });

  it('refuses an address that has an account, in whatever case, even in a race', async () => {
    const email = `${newId()}@shop.example`;
    const results = await Promise.allSettled([
      shop.newAccount({ email }),
      shop.newAccount({ email: email.toUpperCase() }),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusalOf(() => shop.newAccount({ email }))).toEqual(['EMAIL_UNAVAILABLE email']);
    expect(await shop.prisma.user.count({ where: { email } })).toBe(1);
  });

  it.each<[Partial<RegisterInput>, string]>([
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
  ])('refuses %j', async (change, reason) => {
    expect(await refusalOf(() => shop.newAccount(change))).toEqual([reason]);
  });
});

it('a name is as long as people count it', async () => {
  const displayName = '🐎'.repeat(80);
  expect((await shop.newAccount({ displayName })).user).toMatchObject({ displayName });
});

it('an address that nobody can have is refused wherever it is asked for', async () => {
  const email = `${'a'.repeat(250)}@x.example`;
  const refused = ['INVALID_VALUE email'];
  expect(await refusalOf(() => login(shop.deps, {}, { email, password }))).toEqual(refused);
  expect(await refusalOf(() => requestPasswordReset(shop.deps, { email }))).toEqual(refused);
});

describe('signing in', () => {
  const attempt = (email: string, password: string) =>
    login(shop.deps, { address: newId() }, { email, password });

  it('takes the right password only, and tells no more than that', async () => {
    const { user } = await shop.newAccount({ email: 'login@shop.example' });
    const good = await attempt('LOGIN@shop.example', 'correct horse');
    expect(good.user.id).toBe(user.id);
    const wrong = () => attempt('login@shop.example', 'wrong');
    const unknown = () => attempt('nobody@shop.example', 'wrong');
    expect(await refusalOf(wrong)).toEqual(await refusalOf(unknown));
    expect(await refusalOf(() => attempt('a\0b', 'wrong'))).toEqual(['INVALID_VALUE email']);
  });

  it('hashes once, whether or not there is such an account', async () => {
    const { user } = await shop.newAccount();
    for (const email of [user.email, 'nobody@shop.example']) {
      const before = shop.deps.passwords.count;
      await refusalOf(() => attempt(email, 'wrong'));
      expect(shop.deps.passwords.count - before).toBe(1);
    }
  });

  it('takes a password however its letters are spelled', async () => {
    const { user } = await shop.newAccount({ password: 'Crème brûlée'.normalize('NFD') });
    const { session } = await attempt(user.email, 'Crème brûlée'.normalize('NFC'));
    expect(session.accessToken).toBeTruthy();
  });

  it('makes a new hash of the password when the parameters have changed', async () => {
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

  it('is refused to the suspended, who learn why only with the right password', async () => {
    const { user } = await shop.newAccount();
    const { viewer } = await shop.newAccount();
    await suspendUser(shop.deps, viewer, { userId: user.id, reason: 'chargebacks' });
    expect(await refusalOf(() => attempt(user.email, 'wrong'))).toEqual(['INVALID_CREDENTIALS']);
    expect(await refusalOf(() => shop.signIn(user.email))).toEqual(['ACCOUNT_SUSPENDED']);
    const active = { userId: user.id, revokedAt: null };
    expect(await shop.prisma.session.count({ where: active })).toBe(0);
  });
});

describe('a profile', () => {
  it('changes, one version at a time', async () => {
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
