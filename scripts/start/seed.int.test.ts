import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, createTestPool } from '@shop/testing';
import { expect, test } from 'vitest';
import { seedDatabases, seedOnce } from './seed.ts';

test('a database is seeded once for each version of its seed', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'shop-seed-'));
  const database = await createTestDatabase('user');
  const pool = createTestPool(database.url);
  const accounts = async () => (await pool.query('SELECT FROM users')).rowCount;
  try {
    await seedOnce(dataDir, { user: database.url });
    const seeded = await accounts();
    expect(seeded).toBeGreaterThan(0);
    await pool.query('TRUNCATE users CASCADE');
    await seedOnce(dataDir, { user: database.url });
    expect(await accounts()).toBe(0);
    await writeFile(join(dataDir, 'seeded.json'), '{"user":"an earlier version"}');
    await seedOnce(dataDir, { user: database.url });
    expect(await accounts()).toBe(seeded);
  } finally {
    await pool.end();
    await database.drop();
    await rm(dataDir, { recursive: true });
  }
});

test('a seed that fails names its error', async () => {
  const missing = 'postgres://x:y@127.0.0.1:1/shop';
  await expect(seedDatabases({ user: missing })).rejects.toThrow(
    /The databases are not seeded:[\s\S]*ECONNREFUSED/,
  );
});

test('a service without a seed is skipped', async () => {
  await seedDatabases({ webhook: 'postgres://x:y@127.0.0.1:1/shop' });
});
