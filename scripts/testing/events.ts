import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createBus, declareAll, type EventBus, silentLog } from '@shop/messaging';
import { createTestDatabase, type TestDatabase } from '@shop/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { runCommand } from '../events/run-command.ts';
import { root } from '../root.ts';

type Outcome = { readonly code: number | null; readonly out: string; readonly error: string };

/** Runs a command of the event tools in this process. */
export async function run(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Outcome> {
  const out: string[] = [];
  const error: string[] = [];
  const code = await runCommand(args, env, {
    out: (line) => void out.push(`${line}\n`),
    error: (line) => void error.push(`${line}\n`),
  });
  return { code, out: out.join(''), error: error.join('') };
}

/** Runs `npm run events` in a process of its own, which takes seconds on a busy machine. */
export async function runProcess(...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/events/events.ts', ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await closed;
  return { code, out, error };
}

/** A bus and the databases of order and inventory, emptied before each test. */
export type EventToolsFixture = {
  bus: EventBus;
  env: Readonly<
    Record<'BUS_DATABASE_URL' | 'ORDER_DATABASE_URL' | 'INVENTORY_DATABASE_URL', string>
  >;
  /** The database of the bus. */
  queues: pg.Pool;
  orders: pg.Pool;
  stock: pg.Pool;
};

/** Creates the fixture of the surrounding `describe`. */
export function useEventToolsFixture(): EventToolsFixture {
  const fixture = {} as EventToolsFixture;
  let databases: TestDatabase[] = [];
  let pools: pg.Pool[] = [];

  beforeAll(async () => {
    const names = [undefined, 'order', 'inventory'];
    databases = await Promise.all(names.map((name) => createTestDatabase(name)));
    const [busUrl = '', orderUrl = '', inventoryUrl = ''] = databases.map(({ url }) => url);
    const open = (connectionString: string) => new pg.Pool({ connectionString });
    Object.assign(fixture, {
      env: {
        BUS_DATABASE_URL: busUrl,
        ORDER_DATABASE_URL: orderUrl,
        INVENTORY_DATABASE_URL: inventoryUrl,
      },
      bus: await createBus({ driver: 'postgres', url: busUrl }, silentLog),
      queues: open(busUrl),
      orders: open(orderUrl),
      stock: open(inventoryUrl),
    });
    pools = [fixture.queues, fixture.orders, fixture.stock];
    for (const pool of pools) pool.on('error', () => undefined);
    await declareAll(fixture.bus);
  });
  beforeEach(async () => {
    await fixture.queues.query('TRUNCATE bus.message');
    await fixture.orders.query('TRUNCATE outbox');
    await fixture.stock.query('TRUNCATE inbox');
  });
  afterAll(async () => {
    await fixture.bus.close();
    await Promise.all(pools.map((pool) => pool.end()));
    await Promise.all(databases.map((database) => database.drop()));
  });
  return fixture;
}
