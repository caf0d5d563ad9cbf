import { createTestDatabase } from '@shop/testing';
import type pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { createPool } from './pool.ts';
import { createRetention, keyRetention } from './retention.ts';

const log = createLog('test', 'silent');
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pool: pg.Pool;
beforeEach(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, log);
  await pool.query('CREATE TABLE things (n serial, at timestamptz)');
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

const things = { table: 'things', column: 'at', days: 30 };
const add = (count: number, days: number) =>
  pool.query(
    `INSERT INTO things (at)
     SELECT now() - $2 * interval '1 day' FROM generate_series(1, $1::int)`,
    [count, days],
  );
const count = async () => (await pool.query('TABLE things')).rowCount;

it('rows older than the policy allows are deleted, however many there are, and no others', async () => {
  await add(2_500, 30.1);
  await add(3, 29.9);
  await createRetention(pool, [things])();
  expect(await count()).toBe(3);
});

it('retention stops after the batch at which its signal aborts', async () => {
  await add(2_500, 30.1);
  const stopping = new AbortController();
  const deleting = createRetention(pool, [things])(stopping.signal);
  stopping.abort();
  await deleting;
  expect(await count()).toBe(1_500);
});

it('a row that is being changed is not deleted', async () => {
  await add(1, 100);
  const rival = await pool.connect();
  await rival.query('BEGIN');
  await rival.query('UPDATE things SET at = now()');
  await createRetention(pool, [things])();
  await rival.query('COMMIT');
  rival.release();
  expect(await count()).toBe(1);
});

it('a table without an index on its time is read in the order in which rows age', async () => {
  await add(2_500, 30.1);
  await pool.query('INSERT INTO things (at) VALUES (NULL)');
  await add(3, 29.9);
  await createRetention(pool, [{ ...things, agesBy: 'n' }])();
  const { rows } = await pool.query<{ n: number }>('SELECT n FROM things ORDER BY n');
  expect(rows.map(({ n }) => n)).toEqual([2_501, 2_502, 2_503, 2_504]);
});

it('a policy that fails does not stop the others, and its error is thrown', async () => {
  await add(2, 31);
  const missing = { table: 'missing', column: 'at', days: 1 };
  await expect(createRetention(pool, [missing, things])()).rejects.toThrow('"missing"');
  expect(await count()).toBe(0);
});

it.each(['order', 'inventory', 'product'])(
  'the idempotency keys of %s are stored where retention looks for them',
  async (name) => {
    const own = await createTestDatabase(name);
    const ownPool = createPool(own.url, log);
    await createRetention(ownPool, [keyRetention(30)])();
    await ownPool.end();
    await own.drop();
  },
);
