import { createRetention } from '@shop/service/postgres';
import { repeat } from '@shop/service/repeat';
import { createTestDatabase, type TestDatabase, until } from '@shop/testing';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from './log.ts';
import { createRelay, type Relay } from './relay.ts';
import { inboxRetention, outboxRetention } from './retention.ts';
import { createOutbox, saveRows } from './testing/outbox-table.ts';

let database: TestDatabase;
let pool: pg.Pool;
let relay: Relay | undefined;

beforeEach(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  pool.on('error', () => undefined);
  await createOutbox(pool);
});
afterEach(async () => {
  await relay?.stop();
  relay = undefined;
  await pool.end();
  await database.drop();
});

async function startRelay(): Promise<void> {
  const bus = { publish: async () => undefined };
  relay = createRelay({ databaseUrl: database.url, bus, log: silentLog, pollMs: 50 });
  await relay.start();
}

const createInboxTable = () =>
  pool.query(`CREATE TABLE inbox (queue text, event_id uuid, received_at timestamptz)`);

const numbersLeft = async () => {
  const { rows } = await pool.query<{ seq: string }>('SELECT seq FROM outbox ORDER BY seq');
  return rows.map(({ seq }) => Number(seq));
};

it('events published more than 30 days ago are deleted, unpublished ones never', async () => {
  await saveRows(pool, 3, 1);
  await pool.query(`UPDATE outbox SET created_at = now() - interval '40 days'`);
  await pool.query(`UPDATE outbox SET published_at = now() - interval '31 days' WHERE seq = 1`);
  await pool.query(`UPDATE outbox SET published_at = now() - interval '29 days' WHERE seq = 2`);
  await createRetention(pool, [outboxRetention(30)])();
  expect(await numbersLeft()).toEqual([2, 3]);
});

it('a long history of events is deleted as far as its retention allows', async () => {
  await saveRows(pool, 2_600, 1);
  await pool.query(`UPDATE outbox SET published_at = now() - interval '3 days' WHERE seq <= 2500`);
  await pool.query(`UPDATE outbox SET published_at = now() - interval '1 days' WHERE seq > 2500`);
  await createRetention(pool, [outboxRetention(2)])();
  expect(await numbersLeft()).toHaveLength(100);
  expect((await numbersLeft())[0]).toBe(2_501);
});

it('ids of events handled longer ago than the retention are deleted from the inbox', async () => {
  await createInboxTable();
  await pool.query(
    `INSERT INTO inbox SELECT 'q', gen_random_uuid(), now() - n * interval '10 days'
     FROM generate_series(1, 5) n`,
  );
  await createRetention(pool, [inboxRetention(35)])();
  expect((await pool.query('SELECT FROM inbox')).rowCount).toBe(3);
});

const published = (count: number) => async () =>
  (await pool.query('SELECT FROM outbox WHERE published_at IS NOT NULL')).rowCount === count;

it('the relay publishes while retention waits for a locked table', async () => {
  await createInboxTable();
  const holder = await pool.connect();
  await holder.query('BEGIN; LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE');
  const retention = createRetention(pool, [inboxRetention(35)]);
  try {
    await startRelay();
    void retention().catch(() => undefined);
    const waiting = `SELECT FROM pg_locks WHERE NOT granted AND relation = 'inbox'::regclass`;
    await until('retention to wait', async () => (await pool.query(waiting)).rowCount === 1);
    await saveRows(pool, 3, 1);
    await until('the events to be published', published(3));
  } finally {
    holder.release(true);
  }
});

it('the relay publishes when retention fails, and the failure is logged once', async () => {
  const errors: string[] = [];
  const log = { error: (_: unknown, text?: string) => void errors.push(text ?? '') };
  const deleteExpired = createRetention(pool, [{ table: 'missing', column: 'at', days: 1 }]);
  const retention = repeat('retention', 60 * 60_000, deleteExpired, log);
  await startRelay();
  await until('an error', () => errors.length > 0);
  for (const count of [1, 2, 3]) {
    await saveRows(pool, 1, 1);
    await until('the event to be published', published(count));
  }
  await retention.stop();
  expect(errors).toEqual(['retention failed']);
});
