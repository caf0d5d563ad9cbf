import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@shop/testing';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { type SupervisedPostgres, startSupervisedPostgres } from './supervised-postgres.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start() {
  const parent = await mkdtemp(join(tmpdir(), 'shop-pg-'));
  const folder = join(parent, 'postgres');
  const reports: string[] = [];
  const postgres = await startSupervisedPostgres(folder, (text) => void reports.push(text));
  cleanups.push(() => rm(parent, { recursive: true, force: true }), postgres.stop);
  return { postgres, folder, reports };
}

async function query({ url }: SupervisedPostgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a killed PostgreSQL is available again at the same address, with all committed data', async () => {
  const { postgres, reports } = await start();
  await query(postgres, 'CREATE TABLE saved (n int)');
  for (const n of [1, 2]) {
    await query(postgres, `INSERT INTO saved VALUES (${n})`);
    await postgres.kill();
    expect(await query(postgres, 'SELECT count(*)::int AS n FROM saved')).toEqual([{ n }]);
  }
  expect(reports).toEqual(Array(2).fill('PostgreSQL ended with SIGKILL and is started again.'));
});

test('a killed PostgreSQL starts again after the sessions that outlived it have ended', async () => {
  const { postgres, reports } = await start();
  const busy = new pg.Client({ connectionString: postgres.url });
  busy.on('error', () => undefined);
  await busy.connect();
  // A loop that never looks whether the server still lives.
  const loop = busy.query(`DO $$ DECLARE x int; until timestamptz := clock_timestamp() + '2 s';
    BEGIN WHILE clock_timestamp() < until LOOP x := 1; END LOOP; END $$`);
  loop.catch(() => undefined);
  await until('the loop to run', async () => {
    const rows = await query(
      postgres,
      "SELECT FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'",
    );
    return rows.length > 0;
  });
  await postgres.kill();
  expect(await query(postgres, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  expect(reports).toContain('PostgreSQL did not start: attempt 1 of 8.');
  await busy.end().catch(() => undefined);
});

test('a PostgreSQL that never starts again is given up, with the reason', async () => {
  const { postgres, folder } = await start();
  await rename(join(folder, 'data/global/pg_control'), join(folder, 'pg_control'));
  await postgres.kill();
  expect((await postgres.failed).message).toMatch(/PostgreSQL did not start:[\s\S]*pg_control/);
});

test('a stop ends the restarts of a killed PostgreSQL', async () => {
  const { postgres, folder, reports } = await start();
  const control = join(folder, 'data/global/pg_control');
  await rename(control, join(folder, 'pg_control'));
  const killed = postgres.kill();
  await until('a start to fail', () => reports.some((text) => text.includes('attempt')));
  await rename(join(folder, 'pg_control'), control);
  await Promise.all([postgres.stop(), killed]);
  const count = reports.length;
  await expect(query(postgres, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(reports).toHaveLength(count);
});
