import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { createBus, declareAll, type EventBus, silentLog } from '@shop/messaging';
import { createTestDatabase, type TestDatabase } from '@shop/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { root } from '../root.ts';

type Outcome = { readonly code: number | null; readonly out: string; readonly error: string };

/** Runs the event tools as people do. */
export async function run(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/events/events.ts', ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, out, error };
}

/** A bus and the databases of order and inventory, emptied before each test. */
export type Stage = {
  bus: EventBus;
  env: Readonly<
    Record<'BUS_DATABASE_URL' | 'ORDER_DATABASE_URL' | 'INVENTORY_DATABASE_URL', string>
  >;
  /** The database of the bus. */
  queues: pg.Pool;
  orders: pg.Pool;
  stock: pg.Pool;
};

/** Gives the tests of the surrounding `describe` their stage. */
export function setStage(): Stage {
  const stage = {} as Stage;
  let databases: TestDatabase[] = [];
  let pools: pg.Pool[] = [];

  beforeAll(async () => {
    const names = [undefined, 'order', 'inventory'];
    databases = await Promise.all(names.map((name) => createTestDatabase(name)));
    const [busUrl = '', orderUrl = '', inventoryUrl = ''] = databases.map(({ url }) => url);
    const open = (connectionString: string) => new pg.Pool({ connectionString });
    Object.assign(stage, {
      env: {
        BUS_DATABASE_URL: busUrl,
        ORDER_DATABASE_URL: orderUrl,
        INVENTORY_DATABASE_URL: inventoryUrl,
      },
      bus: await createBus({ busDatabaseUrl: busUrl, log: silentLog }),
      queues: open(busUrl),
      orders: open(orderUrl),
      stock: open(inventoryUrl),
    });
    pools = [stage.queues, stage.orders, stage.stock];
    for (const pool of pools) pool.on('error', () => undefined);
    await declareAll(stage.bus);
  });
  beforeEach(async () => {
    await stage.queues.query('TRUNCATE bus.message');
    await stage.orders.query('TRUNCATE outbox');
    await stage.stock.query('TRUNCATE inbox');
  });
  afterAll(async () => {
    await stage.bus.close();
    await Promise.all(pools.map((pool) => pool.end()));
    await Promise.all(databases.map((database) => database.drop()));
  });
  return stage;
}
