import { newId } from '@shop/domain';
import { createBus, silentLog } from '@shop/messaging';
import type { BusAddress } from '@shop/service/env';
import pg from 'pg';

const writers = 20;

/** Measures how often per second concurrent writers finish `work`. */
async function rate(seconds: number, work: (writer: number) => Promise<unknown>): Promise<number> {
  const end = performance.now() + seconds * 1_000;
  let done = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      while (performance.now() < end) {
        await work(writer);
        done++;
      }
    }),
  );
  return (done / (performance.now() - began)) * 1_000;
}

// About the size of an order and its event.
const body = JSON.stringify({ text: 'x'.repeat(900) });

/** Measures rows per second, one in each transaction, as durable as those of the shop. */
export async function bareInserts(databaseUrl: string, seconds: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: writers });
  await pool.query('CREATE TABLE IF NOT EXISTS bench (id uuid PRIMARY KEY, body jsonb NOT NULL)');
  const sql = 'INSERT INTO bench VALUES ($1, $2)';
  const result = await rate(seconds, () => pool.query(sql, [newId(), body]));
  await pool.query('DROP TABLE bench');
  await pool.end();
  return result;
}

/** Measures confirmed messages per second, to a queue without a consumer. */
export async function barePublishes(address: BusAddress, seconds: number): Promise<number> {
  const bus = await createBus(address, silentLog);
  await bus.declare({ bench: ['bench.written.v1'] });
  const result = await rate(seconds, (writer) =>
    bus.publish({ id: newId(), type: 'bench.written.v1', key: String(writer), body }),
  );
  await bus.close();
  return result;
}
