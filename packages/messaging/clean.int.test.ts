import { createTestDatabase, type TestDatabase, until } from '@shop/testing';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Retention } from './clean.ts';
import { type Log, silentLog } from './log.ts';
import { createRelay, type Relay } from './relay.ts';
import { createOutbox, saveRows } from './testing/outbox-table.ts';

describe('the outbox relay, cleaning up', () => {
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
    await pool.end();
    await database.drop();
  });

  async function startRelay(retention?: Retention): Promise<void> {
    const bus = { publish: async () => undefined };
    const base = { databaseUrl: database.url, bus, log: silentLog, pollMs: 50 };
    relay = createRelay(retention ? { ...base, retention } : base);
    await relay.start();
  }

  const numbersLeft = async () => {
    const { rows } = await pool.query<{ seq: string }>('SELECT seq FROM outbox ORDER BY seq');
    return rows.map(({ seq }) => Number(seq));
  };

  it('forgets what was published more than 30 days ago, and nothing else', async () => {
    await saveRows(pool, 3, 1);
    await pool.query(`UPDATE outbox SET created_at = now() - interval '40 days'`);
    await pool.query(`UPDATE outbox SET published_at = now() - interval '31 days' WHERE seq = 1`);
    await pool.query(`UPDATE outbox SET published_at = now() - interval '29 days' WHERE seq = 2`);
    await startRelay();
    await until('one to be gone', async () => (await numbersLeft()).join() === '2,3');
  });

  it('forgets a long history in batches, as long as it was told', async () => {
    await saveRows(pool, 2_600, 1);
    await pool.query(
      `UPDATE outbox SET published_at = now() - interval '3 days' WHERE seq <= 2500`,
    );
    await pool.query(`UPDATE outbox SET published_at = now() - interval '1 days' WHERE seq > 2500`);
    await startRelay({ outboxDays: 2, inboxDays: 2 });
    await until('the old ones to be gone', async () => (await numbersLeft()).length === 100);
    expect((await numbersLeft())[0]).toBe(2_501);
  });

  it('forgets what the inbox has noted long ago, where there is an inbox', async () => {
    await pool.query(`CREATE TABLE inbox (queue text, event_id uuid, received_at timestamptz)`);
    await pool.query(
      `INSERT INTO inbox SELECT 'q', gen_random_uuid(), now() - n * interval '10 days'
       FROM generate_series(1, 5) n`,
    );
    await startRelay({ outboxDays: 2, inboxDays: 35 });
    const left = async () => (await pool.query('SELECT FROM inbox')).rowCount;
    await until('the old ones to be gone', async () => (await left()) === 3);
  });

  const published = (count: number) => async () =>
    (await pool.query('SELECT FROM outbox WHERE published_at IS NOT NULL')).rowCount === count;

  it('publishes while cleaning waits for a table that somebody holds', async () => {
    await pool.query(`CREATE TABLE inbox (queue text, event_id uuid, received_at timestamptz)`);
    const holder = await pool.connect();
    await holder.query('BEGIN; LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE');
    try {
      await startRelay();
      const waiting = `SELECT FROM pg_locks WHERE NOT granted AND relation = 'inbox'::regclass`;
      await until('cleaning to wait', async () => (await pool.query(waiting)).rowCount === 1);
      await saveRows(pool, 3, 1);
      await until('the events to be published', published(3), { deadlineMs: 2_000 });
    } finally {
      holder.release(true);
    }
  });

  it('publishes on when cleaning fails, and says so once', async () => {
    const warnings: string[] = [];
    const log: Log = { ...silentLog, warn: (_, text) => void warnings.push(text) };
    const alsoClean = () => Promise.reject(new Error('cannot clean'));
    const bus = { publish: async () => undefined };
    relay = createRelay({ databaseUrl: database.url, bus, log, pollMs: 1, alsoClean });
    await relay.start();
    await until('a warning', () => warnings.length > 0);
    for (const count of [1, 2, 3]) {
      await saveRows(pool, 1, 1);
      await until('the event to be published', published(count));
    }
    expect(warnings).toEqual(['history not cleaned, trying again in an hour']);
  });

  it('asks the service for what else it forgets, again while there is more', async () => {
    let batches = 0;
    const alsoClean = async () => ++batches < 3;
    const bus = { publish: async () => undefined };
    relay = createRelay({ databaseUrl: database.url, bus, log: silentLog, pollMs: 1, alsoClean });
    await relay.start();
    await until('three batches', () => batches === 3);
    await saveRows(pool, 1, 1);
    await until('the relay to go on', published(1));
    expect(batches).toBe(3);
  });
});
