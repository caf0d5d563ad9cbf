import { createTestDatabase } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCleaner, keptKeys } from './clean-rows.ts';
import { createLog } from './log.ts';
import { createPostgresPool } from './postgres-pool.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pool: ReturnType<typeof createPostgresPool>;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPostgresPool(database.url, createLog('test', 'silent'));
  await pool.query('CREATE TABLE things (at timestamptz)');
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const add = (count: number, days: number) =>
  pool.query(
    `INSERT INTO things SELECT now() - $2 * interval '1 day' FROM generate_series(1, $1::int)`,
    [count, days],
  );
const count = async () => (await pool.query('TABLE things')).rowCount;

describe('rows that were kept long enough', () => {
  it('go batch by batch, and nothing else goes', async () => {
    await add(1_500, 30.1);
    await add(3, 29.9);
    const clean = createCleaner(pool, [{ table: 'things', since: 'at', days: 30 }]);
    expect([await clean(), await count()]).toEqual([true, 503]);
    expect([await clean(), await count()]).toEqual([false, 3]);
  });

  it('stay while somebody changes them', async () => {
    await add(1, 100);
    const rival = await pool.connect();
    await rival.query('BEGIN');
    await rival.query(`UPDATE things SET at = now() WHERE at < now() - interval '99 days'`);
    const clean = createCleaner(pool, [{ table: 'things', since: 'at', days: 30 }]);
    expect(await clean()).toBe(false);
    await rival.query('COMMIT');
    rival.release();
    expect(await count()).toBe(4);
  });
});

it.each(['order', 'inventory', 'product'])(
  'keys of %s are where they are looked for',
  async (name) => {
    const own = await createTestDatabase(name);
    const ownPool = createPostgresPool(own.url, createLog('test', 'silent'));
    expect(await createCleaner(ownPool, [keptKeys(30)])()).toBe(false);
    await ownPool.end();
    await own.drop();
  },
);
