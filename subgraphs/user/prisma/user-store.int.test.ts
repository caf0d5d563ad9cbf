import { newId, type Page, type PageRequest } from '@shop/domain';
import { createSqlDatabase } from '@shop/service/postgres';
import {
  analyzeAllRows,
  createTestDatabase,
  createTestDatabaseIn,
  createTestPool,
  explain,
  type TestDatabase,
  testLocales,
  withoutStatistics,
} from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UserFilter } from '../domain/ports.ts';
import type { User } from '../domain/user.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { createPrisma } from './client.ts';
import { createUserStore, selectPage } from './user-store.ts';

const firstPage: PageRequest = { size: 20, backward: false, cursor: undefined };
let database: TestDatabase;
let pool: ReturnType<typeof createTestPool>;
let prisma: PrismaClient;

beforeAll(async () => {
  database = await createTestDatabase('user');
  pool = createTestPool(database.url);
  prisma = createPrisma(pool);
  await prisma.$executeRaw`
    INSERT INTO users (id, email, display_name, roles, password_hash, created_at, updated_at)
    SELECT gen_random_uuid(), md5(n::text) || '@shop.example', 'Person ' || n,
           (CASE WHEN n % 10000 = 9999 THEN '{ADMIN}' WHEN n > 90000 AND n % 100 = 0 THEN '{STAFF,CUSTOMER}'
             ELSE '{CUSTOMER}' END)::"Role"[], '',
           timestamptz '2026-01-01' - n * interval '1 minute', now()
    FROM generate_series(1, 100000) n`;
  await prisma.$executeRaw`
    UPDATE users SET status = 'SUSPENDED' WHERE created_at < '2025-11-01' AND display_name LIKE '%77'`;
  await analyzeAllRows(pool, ['users']);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const plan = (filter: UserFilter, page: PageRequest = firstPage) =>
  explain(pool, selectPage(filter, page));

const rareSearches = ['Person 4711', 'C4CA4238A0B9@shop', 'c4ca4238a0b923820dcc509a6f75849b@'];

it('a search among 100,000 users uses its indexes, regardless of case', async () => {
  for (const search of rareSearches) {
    const { indexes, scanned, rowsRead } = await plan({ search });
    expect(indexes).toContain('users_email_prefix');
    expect(indexes).toContain('users_display_name_prefix');
    expect(scanned).toEqual([]);
    expect(rowsRead).toBeLessThan(20);
  }
  const { rows } = await createUserStore(createSqlDatabase(pool)).page(
    { search: 'person 4711' },
    firstPage,
  );
  expect(rows.map(({ displayName }) => displayName)).toEqual(
    ['Person 4711', ...Array.from({ length: 10 }, (_, n) => `Person 4711${n}`)].slice(
      0,
      rows.length,
    ),
  );
  expect(rows).toHaveLength(11);
});

it('a search reads few of 100,000 users when PostgreSQL has no statistics of what it matches', async () => {
  await withoutStatistics(pool, 'users', async () => {
    for (const search of rareSearches) {
      expect((await plan({ search })).rowsRead).toBeLessThan(20);
    }
    for (const search of ['Person', 'person 1', 'C']) {
      expect((await plan({ search })).rowsRead).toBeLessThan(1_500);
    }
  });
});

it.each(['', '99', '999'])(
  'a search for the beginning of "Person %s" pages the matches of 100,000 users, in both directions',
  async (digits) => {
    const users = createUserStore(createSqlDatabase(pool));
    const matches = Array.from({ length: 100_000 }, (_, n) => `${n + 1}`)
      .filter((n) => n.startsWith(digits))
      .map((n) => `Person ${n}`);
    const search = `PERSON ${digits}`.trim();
    const firstOnes = await users.page({ search }, { ...firstPage, size: 100 });
    const names = ({ rows }: Page<User>) => rows.map(({ displayName }) => displayName);
    expect([names(firstOnes), firstOnes.more]).toEqual([matches.slice(0, 100), true]);
    const edge = firstOnes.rows[60];
    const cursor = [edge?.createdAt.toISOString() ?? '', edge?.id ?? ''];
    const next = await users.page({ search }, { ...firstPage, cursor });
    expect(names(next)).toEqual(matches.slice(61, 81));
    const previous = await users.page({ search }, { size: 20, backward: true, cursor });
    expect(names(previous)).toEqual(matches.slice(40, 60));
    expect(await users.count({ search })).toBe(matches.length);
  },
);

/** Each list with its index and the number of users that a page may read: more only where two filters meet. */
const lists: readonly [string, UserFilter, string, number][] = [
  ['all users', {}, 'users_created_at_id_idx', 21],
  ['active users', { status: 'ACTIVE' }, 'users_created_at_id_idx', 50],
  ['suspended users', { status: 'SUSPENDED' }, 'users_suspended', 21],
  ['customers', { role: 'CUSTOMER' }, 'users_created_at_id_idx', 50],
  ['staff', { role: 'STAFF' }, 'users_staff', 21],
  ['administrators', { role: 'ADMIN' }, 'users_admins', 21],
  ['suspended staff', { role: 'STAFF', status: 'SUSPENDED' }, 'users_suspended', 1_000],
];

it.each(lists)(
  'a page of %s among 100,000 users reads an index',
  async (_, filter, index, most) => {
    const { indexes, scanned, rowsRead } = await plan(filter);
    expect(scanned).toEqual([]);
    expect(indexes).toContain(index);
    expect(rowsRead).toBeLessThanOrEqual(most);
  },
);

it.each(lists.filter(([, , , most]) => most <= 50))(
  'a page of %s costs the same at any position, in both directions',
  async (_, filter, __, most) => {
    const users = createUserStore(createSqlDatabase(pool));
    const size = Math.floor((await users.count(filter)) * 0.8);
    const edge = (await users.page(filter, { ...firstPage, size })).rows.at(-1);
    const cursor = [edge?.createdAt.toISOString() ?? '', edge?.id ?? ''];
    for (const backward of [false, true]) {
      const { scanned, rowsRead } = await plan(filter, { size: 20, backward, cursor });
      expect(scanned).toEqual([]);
      expect(rowsRead).toBeLessThanOrEqual(most);
    }
  },
);

const names: readonly (readonly [string, ...string[]])[] = [
  ['Émile Öztürk', 'émile', 'ÉMILE ÖZ', 'Émile'],
  ['ЖАННА Петрова', 'жанна', 'Жанна П'],
  ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς', 'Οδυσσεύς'.normalize('NFD').replace(/\p{M}/gu, '')],
  ['Weiß', 'WEISS', 'weiß'],
  ['Ilse 100%_', 'ilse 100%_', 'ILSE'],
];

it.each(testLocales)(
  'users are found by the beginning of their names in whatever case, with the locale %s',
  async (locale) => {
    const migrations = new URL('./migrations/', import.meta.url);
    const other = await createTestDatabaseIn(locale, migrations);
    const connections = createTestPool(other.url);
    try {
      const client = createPrisma(connections);
      await client.user.createMany({
        data: names.map(([displayName], n) => ({
          id: newId(),
          email: `i${n}@shop.example`,
          displayName,
          roles: ['CUSTOMER'],
          passwordHash: '',
          createdAt: new Date(),
        })),
      });
      const users = createUserStore(createSqlDatabase(connections));
      for (const [n, [displayName, ...searches]] of names.entries()) {
        for (const search of [...searches, `I${n}@SHOP`]) {
          const { rows } = await users.page({ search }, firstPage);
          expect([search, rows.map((user) => user.displayName)]).toEqual([search, [displayName]]);
        }
      }
      expect((await users.page({ search: 'ilse 100_' }, firstPage)).rows).toEqual([]);
    } finally {
      await connections.end();
      await other.drop();
    }
  },
);
