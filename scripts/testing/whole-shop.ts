import { createBus, declareAll, type EventBus, silentLog } from '@shop/messaging';
import { createTestDatabase, createTestPool, type TestDatabase } from '@shop/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { runBackup } from '../backup/run-backup.ts';
import { runDoctor } from '../doctor/run-doctor.ts';
import { databases, databaseVariable } from '../postgres/databases.ts';
import { runRepair } from '../repair/run-repair.ts';

const tools = { doctor: runDoctor, repair: runRepair, backup: runBackup };

/** The databases and the bus of a shop whose services do not run. */
export type WholeShop = {
  /** The variables that name them. */
  env: Readonly<Record<string, string>>;
  bus: EventBus;
  pool(service: string): Pool;
  /** Runs one of the tools. Returns its exit code and what it printed. */
  run(tool: keyof typeof tools, ...args: string[]): Promise<{ code: number; out: string }>;
};

/** Creates a shop for the surrounding `describe`. */
export function useWholeShop(): WholeShop {
  const pools = new Map<string, Pool>();
  let created: TestDatabase[] = [];
  const shop = {
    pool: (service) => pools.get(service) as Pool,
    async run(tool, ...args) {
      const lines: string[] = [];
      const write = (line: string) => void lines.push(line);
      const code = await tools[tool](args, shop.env, { out: write, error: write });
      return { code, out: lines.join('\n') };
    },
  } as WholeShop;
  beforeAll(async () => {
    created = await Promise.all(
      databases.map((name) => createTestDatabase(name === 'bus' ? undefined : name)),
    );
    const urls = databases.map((name, n) => [name, created[n]?.url ?? ''] as const);
    for (const [name, url] of urls) pools.set(name, createTestPool(url));
    shop.env = Object.fromEntries(urls.map(([name, url]) => [databaseVariable(name), url]));
    const url = shop.env[databaseVariable('bus')] ?? '';
    shop.bus = await createBus({ driver: 'postgres', url }, silentLog);
    await declareAll(shop.bus);
  });
  afterAll(async () => {
    await shop.bus.close();
    await Promise.all([...pools.values()].map((pool) => pool.end()));
    await Promise.all(created.map((database) => database.drop()));
  });
  return shop;
}

/** Adds an order of this status, with what its columns need and nothing else. Returns its id. */
export async function addOrder(orders: Pool, status: string, age = '0 minutes'): Promise<string> {
  const { rows } = await orders.query<{ id: string }>(
    `INSERT INTO orders (id, number, customer_id, email, shipping_address, billing_address, status, currency,
       total_minor, correlation_id, placed_at, updated_at)
     SELECT id, id, gen_random_uuid(), 'carla@shop.example', '{}', '{}', $1, 'EUR', 0, 'test',
       now() - $2::interval, now() FROM gen_random_uuid() AS id RETURNING id`,
    [status, age],
  );
  return rows[0]?.id ?? '';
}
