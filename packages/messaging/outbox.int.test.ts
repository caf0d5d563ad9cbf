import { setTimeout as sleep } from 'node:timers/promises';
import { createTcpProxy, createTestDatabase, type TestDatabase, until } from '@shop/testing';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from './bus.ts';
import { UnavailableError } from './errors.ts';
import { silentLog } from './log.ts';
import { createRelay, type Relay, type RelayOptions } from './outbox.ts';
import { createOutbox, saveRows } from './testing/outbox-table.ts';

describe('the outbox relay', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let relays: Relay[];
  let got: Message[];

  beforeEach(async () => {
    database = await createTestDatabase();
    pool = new pg.Pool({ connectionString: database.url });
    pool.on('error', () => undefined);
    await createOutbox(pool);
    relays = [];
    got = [];
  });
  afterEach(async () => {
    await Promise.all(relays.map((one) => one.stop()));
    await pool.end();
    await database.drop();
  });

  const hear = async (message: Message): Promise<void> => void got.push(message);

  async function startRelay(publish = hear, options: Partial<RelayOptions> = {}): Promise<Relay> {
    const base = { databaseUrl: database.url, bus: { publish }, log: silentLog, pollMs: 50 };
    const relay = createRelay({ ...base, ...options });
    relays.push(relay);
    await relay.start();
    return relay;
  }

  const save = (count: number, subjects = 1) => saveRows(pool, count, subjects);

  const waiting = async (): Promise<number> => {
    const sql = 'SELECT count(*)::int AS n FROM outbox WHERE published_at IS NULL';
    return (await pool.query<{ n: number }>(sql)).rows[0]?.n ?? 0;
  };
  const empty = () => until('the outbox to be empty', async () => (await waiting()) === 0);
  const numbers = (subject: string) =>
    got.filter(({ key }) => key === subject).map(({ body }) => JSON.parse(body).n as number);
  const inOrder = (list: number[]) =>
    [...new Set(list)].every((n, i, all) => n > (all[i - 1] ?? -1));

  it('publishes every row once, with its event as body and its subject as key', async () => {
    await save(3);
    await startRelay();
    await empty();
    const { rows } = await pool.query('SELECT id, type, subject, event FROM outbox ORDER BY seq');
    expect(got.map((one) => ({ ...one, body: JSON.parse(one.body) }))).toEqual(
      rows.map(({ id, type, subject, event }) => ({ id, type, key: subject, body: event })),
    );
  });

  it('marks a row only after the bus has confirmed it', async () => {
    let confirm = () => {};
    await startRelay(
      () =>
        new Promise<void>((resolve) => {
          confirm = resolve;
          got.push({ id: '', type: '', key: '', body: '' });
        }),
    );
    await save(1);
    await until('its publication', () => got.length === 1);
    expect(await waiting()).toBe(1);
    confirm();
    await empty();
  });

  it('is woken by NOTIFY, without waiting for its poll', async () => {
    const relay = await startRelay(hear, { pollMs: 60_000 });
    await save(1);
    await until('the first', () => got.length === 1, { deadlineMs: 2_000 });
    await empty();
    await save(1);
    await until('the second', () => got.length === 2, { deadlineMs: 2_000 });
    await empty();
    expect(await relay.lag()).toEqual({ rows: 0, seconds: 0 });
  });

  it('keeps the order of each subject when two run on one database, and loses nothing', async () => {
    const active = [0, 0];
    let overlaps = 0;
    for (const [mine, theirs] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const publish = async (message: Message) => {
        active[mine] = (active[mine] ?? 0) + 1;
        await sleep(Math.random() * 3);
        if (active[theirs] !== 0) overlaps++;
        got.push(message);
        active[mine] = (active[mine] ?? 0) - 1;
      };
      await startRelay(publish, { batchSize: 10, pollMs: 5 });
    }
    for (let round = 0; round < 10; round++) await save(30, 3);
    await empty();
    expect(got).toHaveLength(300);
    expect(new Set(got.map(({ id }) => id)).size).toBe(300);
    const { rows } = await pool.query<{ id: string; subject: string }>(
      'SELECT id, subject FROM outbox ORDER BY seq',
    );
    for (const subject of ['s0', 's1', 's2']) {
      expect(got.filter(({ key }) => key === subject).map(({ id }) => id)).toEqual(
        rows.filter((row) => row.subject === subject).map(({ id }) => id),
      );
    }
    expect(overlaps).toBe(0);
  });

  it('hands over to the other when one stops', async () => {
    const first = await startRelay();
    await startRelay();
    await save(50);
    await first.stop();
    relays.shift();
    await save(50);
    await empty();
    expect(got).toHaveLength(100);
  });

  it('publishes again, in order, what the bus has not taken', async () => {
    let calls = 0;
    await startRelay(async (message) => {
      calls++;
      if (calls % 7 === 0) throw new UnavailableError('broker away');
      await hear(message);
    });
    await save(40, 2);
    await empty();
    for (const subject of ['s0', 's1']) {
      expect(new Set(numbers(subject)).size).toBe(20);
      expect(inOrder(numbers(subject))).toBe(true);
    }
  });

  it('goes on with other subjects while one row cannot be published', async () => {
    await startRelay(async (message) => {
      if (message.key === 's0') throw new Error('this one never');
      await hear(message);
    });
    await save(40, 4);
    await until('the others', () => got.length === 30);
    await until('their marks', async () => (await waiting()) === 10);
    await save(4, 4);
    await until('the later ones', () => got.length === 33);
  });

  it('goes on when its database was away, even in the middle of a batch', async () => {
    const proxy = await createTcpProxy(database.url);
    await startRelay(
      async (message) => {
        if (got.length === 5) await proxy.cut();
        await hear(message);
      },
      { databaseUrl: proxy.url, pollMs: 60_000 },
    );
    await save(20);
    await until('the cut', () => got.length >= 20);
    expect(await waiting()).toBe(20);
    await proxy.restore();
    await empty();
    expect(new Set(numbers('s0')).size).toBe(20);
    expect(inOrder(numbers('s0'))).toBe(true);
    await save(1);
    await until('a wake-up after the reconnection', async () => (await waiting()) === 0, {
      deadlineMs: 3_000,
    });
  });
});
