import { createTestDatabase, createTestPool } from '@shop/testing';
import { Registry } from 'prom-client';
import { expect, it, onTestFinished } from 'vitest';
import { watchPool } from './watch-pool.ts';

it('the gauges of a pool follow its connections, and what waits for one', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const pool = createTestPool(database.url, { max: 1 });
  onTestFinished(() => pool.end());
  const registry = new Registry();
  watchPool(registry, pool);
  const gauges = async () => {
    const lines = (await registry.metrics()).split('\n');
    return lines.filter((line) => line.startsWith('database_pool_'));
  };
  const client = await pool.connect();
  const waiting = pool.query('SELECT 1');
  expect(await gauges()).toEqual([
    'database_pool_connections{state="busy"} 1',
    'database_pool_connections{state="idle"} 0',
    'database_pool_connections_max 1',
    'database_pool_waiting 1',
  ]);
  client.release();
  await waiting;
  expect(await gauges()).toEqual([
    'database_pool_connections{state="busy"} 0',
    'database_pool_connections{state="idle"} 1',
    'database_pool_connections_max 1',
    'database_pool_waiting 0',
  ]);
});
