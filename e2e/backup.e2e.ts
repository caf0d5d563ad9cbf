import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createShopDatabases, startSupervisedPostgres } from '@shop/scripts/testing';
import { startShop, until } from '@shop/testing';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { registerCustomer, requestData, tokenOf } from './client.ts';
import { connectTo, inDatabase } from './doctor-fixture.ts';
import {
  CreateWebhookEndpointDocument,
  RemoveWebhookEndpointDocument,
} from './generated/graphql.ts';
import { shop } from './shop.ts';
import { addProduct, place } from './shopping.ts';

type Environment = Readonly<Record<string, string>>;

/** Runs a built tool on the shop that the environment names. */
async function runTool(name: string, env: Environment, ...args: string[]): Promise<string> {
  const program = new URL(`../scripts/dist/${name}.js`, import.meta.url).pathname;
  const options = { env: { PATH: process.env['PATH'], ...env } };
  return (await promisify(execFile)(process.execPath, [program, ...args], options)).stdout;
}

const customer = await registerCustomer();

/** Places an order for one unit. Returns its id. */
const order = async (variantId: string) =>
  (await place(customer.token, [{ variantId, quantity: 1 }])).id;

const statusesIn = async (url: string, ids: readonly string[]) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ status: string }>(
      'SELECT status::text FROM orders WHERE id = ANY($1)',
      [ids],
    );
    return rows.map(({ status }) => status);
  } finally {
    await client.end();
  }
};

/** Locks the stock of a variant: orders for it stay in flight. Returns how to unlock it. */
async function lockStock(variantId: string): Promise<() => Promise<void>> {
  const client = await connectTo('inventory');
  await client.query('BEGIN');
  await client.query('SELECT FROM stock WHERE variant_id = $1 FOR UPDATE', [variantId]);
  return () => client.end();
}

/** Registers a webhook endpoint that wants each new order, until the test is over. */
async function registerEndpoint(): Promise<void> {
  const token = await tokenOf('admin');
  const input = { url: 'http://127.0.0.1:9/', events: ['ORDER_CREATED' as const] };
  const { createWebhookEndpoint } = await requestData(
    CreateWebhookEndpointDocument,
    { input },
    token,
  );
  const endpointId = createWebhookEndpoint?.endpoint?.id ?? '';
  onTestFinished(async () => {
    await requestData(RemoveWebhookEndpointDocument, { input: { endpointId } }, token);
  });
}

it('a dump of a shop in full work restores to one point, and the orders in flight go on from there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shop-backup-'));
  const dumped = join(folder, 'dump');
  await registerEndpoint();
  const [free, held] = (await addProduct(1_000)).variants.map(({ id }) => id);
  await Promise.all([order(free ?? ''), order(held ?? '')]);
  const unlock = await lockStock(held ?? '');
  const inFlight = await Promise.all(Array.from({ length: 5 }, () => order(held ?? '')));
  await until('the events in flight to be published', async () => {
    const sql = 'SELECT FROM outbox WHERE published_at IS NULL AND subject = ANY($1)';
    return (await inDatabase('order', sql, [inFlight])).length === 0;
  });
  // Orders are placed all the time.
  let [goesOn, placed] = [true, 0];
  const buying = Promise.all(
    Array.from({ length: 4 }, async () => {
      for (; goesOn; placed++) await order(free ?? '');
    }),
  );
  await until('orders to be placed', async () => placed > 4);
  const before = placed;
  await runTool('backup', { DATA_DIR: shop.dataDir }, 'dump', dumped);
  await until('orders to be placed after the dump', async () => placed > before);
  goesOn = false;
  await buying;
  await unlock();

  const postgres = await startSupervisedPostgres(join(folder, 'postgres'), () => {});
  try {
    const urls = await createShopDatabases(postgres.url);
    const env = Object.fromEntries(
      Object.entries(urls).map(([name, url]) => [`${name.toUpperCase()}_DATABASE_URL`, url]),
    );
    expect(await runTool('backup', env, 'restore', dumped)).toMatch(/[1-9]\d* messages sent again/);
    expect(await statusesIn(urls['order'] ?? '', inFlight)).toEqual(Array(5).fill('PENDING'));
    const restored = await startShop(env);
    try {
      await until('the orders in flight to be confirmed', async () =>
        (await statusesIn(urls['order'] ?? '', inFlight)).every((status) => status === 'CONFIRMED'),
      );
      const checks = ['guards', 'outboxes', 'handled-events', 'stock-ledger', 'reservation-ledger'];
      const others = [
        'reservations',
        'money',
        'product.variant_stock',
        'order.variant_availability',
      ];
      const chosen = [...checks, ...others].flatMap((name) => ['--check', name]);
      expect(await runTool('doctor', env, ...chosen)).toContain('Nothing is wrong.');
    } finally {
      await restored.stop();
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true });
  }
});
