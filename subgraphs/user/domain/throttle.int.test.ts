import { newId, Refusal } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, password, type TestAccounts } from '../testing/open-accounts.ts';
import { login } from './login.ts';

let shop: TestAccounts;
beforeAll(async () => {
  shop = await openAccounts();
});
afterAll(() => shop.close());

const start = new Date('2026-03-01T09:00:00Z');
const [client, owner, attacker, stranger] = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const attempt = (email: string, clientAddress: string, text = 'wrong', now = start) =>
  login(shop.deps, { clientAddress }, { email, password: text }, now);
const codeOf = async (email: string, clientAddress: string, text = 'wrong', now = start) =>
  (await refusalOf(() => attempt(email, clientAddress, text, now)))[0];
const guess = async (email: string, clientAddress: string, times: number, now = start) => {
  const codes = await Promise.all(
    Array.from({ length: times }, () => codeOf(email, clientAddress, 'wrong', now)),
  );
  return codes.filter((code) => code === 'INVALID_CREDENTIALS').length;
};
const newEmail = async () => (await shop.newAccount({}, start)).user.email;

describe('guessing a password', () => {
  it.each([
    ['an existing', newEmail],
    ['an unknown', async () => `${newId()}@shop.example`],
  ])(
    'five failed logins to %s account from one address lock it for that address',
    async (_, anEmail) => {
      const email = await anEmail();
      for (let n = 0; n < 5; n++) expect(await codeOf(email, client)).toBe('INVALID_CREDENTIALS');
      const hashed = shop.deps.passwords.count;
      expect(await codeOf(email.toUpperCase(), client, password)).toBe('TOO_MANY_ATTEMPTS');
      expect(shop.deps.passwords.count).toBe(hashed);
      expect(await codeOf(email, client, 'wrong', after(1))).toBe('INVALID_CREDENTIALS');
      expect(await codeOf(email, client, 'wrong', after(2.9))).toBe('TOO_MANY_ATTEMPTS');
    },
  );

  it('a locked login states the number of seconds to wait', async () => {
    const email = await newEmail();
    await guess(email, client, 5);
    const refused = await attempt(email, client, password, after(0.25)).catch((error) => error);
    expect((refused as Refusal).reasons[0]?.message).toContain('45 seconds');
    expect(refused).toBeInstanceOf(Refusal);
  });

  it('concurrent login attempts are all counted', async () => {
    expect(await guess(await newEmail(), client, 20)).toBe(5);
  });

  it('failed logins from one address do not lock the owner out at another address', async () => {
    const email = await newEmail();
    await guess(email, attacker, 10);
    expect((await attempt(email, owner, password)).user.email).toBe(email);
    expect(await codeOf(email, attacker, password)).toBe('TOO_MANY_ATTEMPTS');
  });

  it('failed logins from addresses of one IPv6 /64 count together', async () => {
    const email = await newEmail();
    for (let n = 0; n < 5; n++) await guess(email, `2001:db8::${n}`, 1);
    expect(await codeOf(email, '2001:db8::ffff')).toBe('TOO_MANY_ATTEMPTS');
    expect(await codeOf(email, '2001:db8:0:1::1')).toBe('INVALID_CREDENTIALS');
  });

  it('a successful login resets the counter of failures', async () => {
    const email = await newEmail();
    for (let n = 0; n < 4; n++) {
      await guess(email, client, 4);
      await attempt(email, client, password);
    }
    expect(await guess(email, client, 5)).toBe(5);
  });
});

describe('guessing passwords of many accounts from one address', () => {
  const office = '203.0.113.7';

  it('two hundred failed logins lock the address for 15 minutes, except for accounts that know it', async () => {
    const [known, other] = [await newEmail(), await newEmail()];
    await attempt(known, office, password);
    for (let n = 0; n < 10; n++) {
      const emails = Array.from({ length: 20 }, () => `${newId()}@shop.example`);
      await Promise.all(emails.map((email) => guess(email, office, 1)));
    }
    expect(await codeOf(other, office, password)).toBe('TOO_MANY_ATTEMPTS');
    expect((await attempt(known, office, password)).user.email).toBe(known);
    expect((await attempt(other, stranger, password)).user.email).toBe(other);
    expect((await attempt(other, office, password, after(15))).user.email).toBe(other);
  });

  it('successful logins from one address are not limited', async () => {
    const email = await newEmail();
    for (let n = 0; n < 210; n++) await attempt(email, '203.0.113.8', password);
    expect(await guess(await newEmail(), '203.0.113.8', 1)).toBe(1);
  });
});

describe('guessing from many addresses', () => {
  const fromEverywhere = async (email: string, now = start) => {
    for (let n = 0; n < 20; n++) await guess(email, `198.51.100.${n}`, 5, now);
  };

  it('a hundred failed logins from all addresses lock the account for a minute, except for known addresses', async () => {
    const email = await newEmail();
    await attempt(email, owner, password);
    await fromEverywhere(email);
    expect(await codeOf(email, stranger, password)).toBe('TOO_MANY_ATTEMPTS');
    expect(await codeOf(email, owner, 'wrong')).toBe('INVALID_CREDENTIALS');
    expect((await attempt(email, owner, password)).user.email).toBe(email);
    expect((await attempt(email, stranger, password, after(1))).user.email).toBe(email);
  });

  it('an address is known for 30 days after a login', async () => {
    const email = await newEmail();
    await attempt(email, owner, password, start);
    const now = after(31 * 24 * 60);
    await fromEverywhere(email, now);
    expect(await codeOf(email, owner, password, now)).toBe('TOO_MANY_ATTEMPTS');
  });
});

it('expired counters are deleted, and counters contain no e-mail address or client address', async () => {
  const email = await newEmail();
  await guess(email, '192.0.2.7', 5);
  const now = after(365 * 24 * 60);
  const rows = await shop.prisma.loginAttempts.findMany();
  expect(JSON.stringify(rows)).not.toMatch(/shop\.example|192\.0\.2/);
  for (let left = rows.length; left > 0; left -= 10) await guess(email, stranger, 1, now);
  expect(await shop.prisma.loginAttempts.count({ where: { forgetAt: { lt: now } } })).toBe(0);
});
