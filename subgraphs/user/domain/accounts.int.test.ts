import { newId } from '@shop/schema';
import { createLog, createPostgresPool } from '@shop/service';
import { createTestDatabase, refusalOf, type TestDatabase } from '@shop/service/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPasswordHasher } from '../passwords.ts';
import { createPrisma } from '../prisma/client.ts';
import { createUserStore } from '../prisma/user-store.ts';
import { login } from './login.ts';
import { type Accounts, type RegisterInput, register } from './register.ts';

let database: TestDatabase;
let pool: ReturnType<typeof createPostgresPool>;
let prisma: ReturnType<typeof createPrisma>;
let accounts: Accounts;
beforeAll(async () => {
  database = await createTestDatabase('user');
  pool = createPostgresPool(database.url, createLog('test', 'silent'));
  prisma = createPrisma(pool);
  accounts = {
    users: createUserStore(prisma, { correlationId: 'test' }),
    passwords: createPasswordHasher(),
    sessions: { open: ({ id }) => ({ accessToken: id, expiresAt: new Date() }) },
  };
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const open = (change: Partial<RegisterInput> = {}) =>
  register(accounts, {
    email: `${newId()}@shop.example`,
    password: 'correct horse',
    displayName: 'Somebody',
    ...change,
  });

describe('registering', () => {
  it('opens a customer account, signs it in and says so', async () => {
    const { user, session } = await open({ email: ' Nel@Shop.Example ' });
    expect(user).toMatchObject({ email: 'nel@shop.example', roles: ['CUSTOMER'] });
    expect(session.accessToken).toBe(user.id);
    const [event] = await prisma.outbox.findMany({ where: { subject: user.id } });
    expect(event?.type).toBe('user.registered.v1');
    expect(JSON.stringify(event?.event)).not.toContain('horse');
  });

  it('keeps no password', async () => {
    const { user } = await open();
    const row = await prisma.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(row.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
  });

  it('refuses an address that has an account, in whatever case, even in a race', async () => {
    const email = `${newId()}@shop.example`;
    const results = await Promise.allSettled([
      open({ email }),
      open({ email: email.toUpperCase() }),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusalOf(() => open({ email }))).toEqual(['EMAIL_UNAVAILABLE email']);
    expect(await prisma.user.count({ where: { email } })).toBe(1);
  });

  it.each<[Partial<RegisterInput>, string]>([
    [{ email: 'nonsense' }, 'INVALID_VALUE email'],
    [{ email: `${'a'.repeat(250)}@x.example` }, 'INVALID_VALUE email'],
    [{ password: 'short' }, 'INVALID_VALUE password'],
    [{ password: 'x'.repeat(129) }, 'INVALID_VALUE password'],
    [{ displayName: '  ' }, 'INVALID_VALUE displayName'],
    [{ displayName: 'x'.repeat(81) }, 'INVALID_VALUE displayName'],
  ])('refuses %j', async (change, reason) => {
    expect(await refusalOf(() => open(change))).toEqual([reason]);
  });
});

describe('signing in', () => {
  it('takes the right password only, and tells no more than that', async () => {
    const { user } = await open({ email: 'login@shop.example' });
    const good = await login(accounts, { email: 'LOGIN@shop.example', password: 'correct horse' });
    expect(good.user.id).toBe(user.id);
    const wrong = () => login(accounts, { email: 'login@shop.example', password: 'wrong' });
    const unknown = () => login(accounts, { email: 'nobody@shop.example', password: 'wrong' });
    expect(await refusalOf(wrong)).toEqual(await refusalOf(unknown));
  });
});
