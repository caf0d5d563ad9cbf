import { setTimeout as sleep } from 'node:timers/promises';
import { createTcpProxy, createTestDatabase, type TestDatabase, until } from '@shop/testing';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from './bus.ts';
import { UnavailableError } from './errors.ts';
import { silentLog } from './log.ts';
import { createRelay, type Relay, type RelayOptions } from './relay.ts';
import { createOutbox, saveRows } from './testing/outbox-table.ts';

describe('the outbox relay', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let relays: Relay[];
  let published: Message[];

  beforeEach(async () => {
    database = await createTestDatabase();
    pool = new pg.Pool({ connectionString: database.url });
    pool.on('error', () => undefined);
    await createOutbox(pool);
    relays = [];
    published = [];
  });
  afterEach(async () => {
    await Promise.all(relays.map((one) => one.stop()));
    await pool.end();
    await database.drop();
  });

  const receive = async (message: Message): Promise<void> => void published.push(message);

  async function startRelay(
    publish = receive,
    options: Partial<RelayOptions> = {},
  ): Promise<Relay> {
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
    published.filter(({ key }) => key === subject).map(({ body }) => JSON.parse(body).n as number);
  const inOrder = (list: number[]) =>
    [...new Set(list)].every((n, i, all) => n > (all[i - 1] ?? -1));

  it('the relay publishes every row once, with its event as body and its subject as key', async () => {
    await save(3);
    await startRelay();
    await empty();
    const { rows } = await pool.query('SELECT id, type, subject, event FROM outbox ORDER BY seq');
    expect(published.map((one) => ({ ...one, body: JSON.parse(one.body) }))).toEqual(
      rows.map(({ id, type, subject, event }) => ({ id, type, key: subject, body: event })),
    );
  });

  it('the relay marks a row only after the bus has confirmed it', async () => {
    let confirm = () => {};
    await startRelay(
      () =>
        new Promise<void>((resolve) => {
          confirm = resolve;
          published.push({ id: '', type: '', key: '', body: '' });
        }),
    );
    await save(1);
    await until('the publication', () => published.length === 1);
    expect(await waiting()).toBe(1);
    confirm();
    await empty();
  });

  it('NOTIFY wakes the relay before its next poll', async () => {
    const relay = await startRelay(receive, { pollMs: 60_000 });
    await save(1);
    await until('the first event', () => published.length === 1);
    await empty();
    await save(1);
    await until('the second event', () => published.length === 2);
    await empty();
    expect(await relay.lag()).toEqual({ rows: 0, seconds: 0 });
  });

  it('two relays on one database keep the order of each subject and lose no event', async () => {
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
        published.push(message);
        active[mine] = (active[mine] ?? 0) - 1;
      };
      await startRelay(publish, { batchSize: 10, pollMs: 5 });
    }
    for (let round = 0; round < 10; round++) await save(30, 3);
    await empty();
    expect(published).toHaveLength(300);
    expect(new Set(published.map(({ id }) => id)).size).toBe(300);
    const { rows } = await pool.query<{ id: string; subject: string }>(
      'SELECT id, subject FROM outbox ORDER BY seq',
    );
    for (const subject of ['s0', 's1', 's2']) {
      expect(published.filter(({ key }) => key === subject).map(({ id }) => id)).toEqual(
        rows.filter((row) => row.subject === subject).map(({ id }) => id),
      );
    }
    expect(overlaps).toBe(0);
  });

  it('the second relay of a database takes over when the first stops', async () => {
    const first = await startRelay();
    await startRelay();
    await save(50);
    await first.stop();
    relays.shift();
    await save(50);
    await empty();
    expect(published).toHaveLength(100);
  });

  it('the relay publishes again, in order, events that the bus has refused', async () => {
    let calls = 0;
    await startRelay(async (message) => {
      calls++;
      if (calls % 7 === 0) throw new UnavailableError('broker down');
      await receive(message);
    });
    await save(40, 2);
    await empty();
    for (const subject of ['s0', 's1']) {
      expect(new Set(numbers(subject)).size).toBe(20);
      expect(inOrder(numbers(subject))).toBe(true);
    }
  });

  it('the relay goes on with other subjects while one row cannot be published', async () => {
    await startRelay(async (message) => {
      if (message.key === 's0') throw new Error('cannot be published');
      await receive(message);
    });
    await save(40, 4);
    await until('the other subjects', () => published.length === 30);
    await until('the marks of their rows', async () => (await waiting()) === 10);
    await save(4, 4);
    await until('the later events', () => published.length === 33);
  });

  it('the relay goes on after its database was unavailable, even in the middle of a batch', async () => {
    const proxy = await createTcpProxy(database.url);
    await startRelay(
      async (message) => {
        if (published.length === 5) await proxy.cut();
        await receive(message);
      },
      { databaseUrl: proxy.url, pollMs: 60_000 },
    );
    await save(20);
    await until('the cut', () => published.length >= 20);
    expect(await waiting()).toBe(20);
    await proxy.restore();
    await empty();
    expect(new Set(numbers('s0')).size).toBe(20);
    expect(inOrder(numbers('s0'))).toBe(true);
    await save(1);
    await until('a NOTIFY after the reconnection', async () => (await waiting()) === 0);
  });
});
