import { until } from '@shop/service/until';
import pg from 'pg';
import type { ChaosShop } from './chaos-shop.ts';

/** How many workers one message kills before it is handled. */
const crashes = 2;
/** The embedded bus delivers a killed worker's message again after its lease of 30 s. */
const deliveryDeadlineMs = 180_000;

export const crashLoopName = 'a message that kills its worker';

/**
 * Kills every worker that handles one certain message: it locks the stock row of this variant, orders the
 * variant, and kills the worker as soon as it waits for the lock.
 */
export async function runCrashLoop(
  shop: ChaosShop,
  variantId: string,
  placeOrder: () => Promise<void>,
): Promise<void> {
  const [locker, observer] = [1, 2].map(
    () => new pg.Client({ connectionString: shop.databaseUrls['inventory'] ?? '' }),
  ) as [pg.Client, pg.Client];
  await Promise.all([locker.connect(), observer.connect()]);
  try {
    const { rows } = await locker.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await locker.query('BEGIN');
    await locker.query('SELECT 1 FROM stock WHERE variant_id = $1 FOR UPDATE', [variantId]);
    await placeOrder();
    // PostgreSQL does not notice that a waiting client was killed: each kill leaves a session behind.
    const known = rows.map(({ pid }) => pid);
    for (let n = 0; n < crashes; n++) {
      const waiting = await until(
        'a worker to handle the message',
        () => blockedSession(observer, known),
        { deadlineMs: deliveryDeadlineMs },
      );
      known.push(waiting);
      await shop.kill('inventory-worker');
    }
  } finally {
    await Promise.all([locker.end(), observer.end()]);
  }
}

/** A session that waits for a lock of a known session and is not known itself. */
async function blockedSession(
  client: pg.Client,
  known: readonly number[],
): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
     AND pg_blocking_pids(pid) && $1::int[] AND NOT pid = ANY($1::int[])`,
    [known],
  );
  return rows[0]?.pid;
}
