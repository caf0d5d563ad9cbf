import { createLog, createPostgresPool } from '@shop/service';
import { createTestDatabase, type TestDatabase } from '@shop/service/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UserFilter } from '../domain/ports.ts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import { createLoaders } from '../loaders.ts';
import { createAddressStore } from './address-store.ts';
import { createPrisma } from './client.ts';
import { createUserStore, selectPage } from './user-store.ts';

const firstPage = { size: 20, backward: false, cursor: undefined };
let database: TestDatabase;
let pool: ReturnType<typeof createPostgresPool>;
let prisma: PrismaClient;

beforeAll(async () => {
  database = await createTestDatabase('user');
  pool = createPostgresPool(database.url, createLog('test', 'silent'));
  prisma = createPrisma(pool);
  await prisma.$executeRaw`
    INSERT INTO users (id, email, display_name, roles, password_hash, created_at, updated_at)
    SELECT gen_random_uuid(), md5(n::text) || '@shop.example', 'Person ' || n, '{CUSTOMER}', '',
           now() - n * interval '1 minute', now()
    FROM generate_series(1, 100000) n`;
  await prisma.$executeRaw`
    INSERT INTO addresses (id, user_id, recipient, line1, city, postal_code, country, is_default, created_at)
    SELECT gen_random_uuid(), id, display_name, 'A', 'B', '1', 'DE', true, now()
    FROM users LIMIT 1000`;
  await pool.query('ANALYZE users');
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function planOf(filter: UserFilter): Promise<string> {
  const rows = await prisma.$queryRaw<{ 'QUERY PLAN': string }[]>(
    Prisma.sql`EXPLAIN ${selectPage(filter, firstPage)}`,
  );
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

it('a search among 100,000 users goes by its indexes, whatever its case', async () => {
  for (const search of ['Person 4711', 'C4CA4238A0B9@shop', 'c4ca4238a0b923820dcc509a6f75849b@']) {
    const plan = await planOf({ search });
    expect(plan).toContain('users_email_prefix');
    expect(plan).toContain('users_display_name_prefix');
    expect(plan).not.toContain('Seq Scan');
  }
  const { rows } = await createUserStore(prisma).page({ search: 'person 4711' }, firstPage);
  expect(rows.map(({ displayName }) => displayName)).toEqual(
    ['Person 4711', ...Array.from({ length: 10 }, (_, n) => `Person 4711${n}`)].slice(
      0,
      rows.length,
    ),
  );
  expect(rows).toHaveLength(11);
});

it('a page without a search goes by the index of its order', async () => {
  expect(await planOf({ status: 'ACTIVE' })).toContain('users_created_at_id_idx');
});

it('the addresses of 20 users are one statement', async () => {
  const statements: string[] = [];
  const query = pool.query.bind(pool);
  const { page } = createUserStore(prisma);
  const { rows } = await page({}, firstPage);
  Object.assign(pool, {
    query: (...given: Parameters<typeof query>) => {
      statements.push(JSON.stringify(given[0]));
      return query(...given);
    },
  });
  const loaders = createLoaders(createUserStore(prisma), createAddressStore(prisma));
  const books = await Promise.all(rows.map(({ id }) => loaders.addressBook.load(id)));
  expect(books).toHaveLength(20);
  expect(statements).toHaveLength(1);
});
