import { createRetention } from '@shop/service/postgres';
import { createTestDatabase, createTestPool } from '@shop/testing';
import { expect, it } from 'vitest';
import { deliveryRetention } from './retention.ts';

it('deliveries older than the retention are deleted, however many there are', async () => {
  const database = await createTestDatabase('notification');
  const pool = createTestPool(database.url);
  try {
    await pool.query(
      `INSERT INTO deliveries (event_id, template, recipient, subject, correlation_id, status, created_at, updated_at)
       SELECT gen_random_uuid(), 'welcome', 'nel@shop.example', 'Hello', 'c', 'SENT',
              now() - interval '90 days' - (n - 5.5) * interval '1 hour', now()
       FROM generate_series(1, 2500) n`,
    );
    await createRetention(pool, [deliveryRetention(90)])();
    expect((await pool.query('SELECT FROM deliveries')).rowCount).toBe(5);
  } finally {
    await pool.end();
    await database.drop();
  }
});
