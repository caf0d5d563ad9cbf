import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createLossyProxy, randomFrom, testSeed as seed } from '@shop/testing';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { registerCustomer } from './client.ts';
import { shop } from './shop.ts';
import { addProduct, place } from './shopping.ts';

const orders = 200;
const program = fileURLToPath(new URL('outbox-buyer.ts', import.meta.url));

/** Runs the buyer until it has paid this many orders, and kills it then; or until it exits. Returns how many it paid. */
async function run(args: readonly string[], killAfter: number): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  let paid = 0;
  for await (const _ of createInterface(child.stdout)) {
    paid += 1;
    if (paid === killAfter) child.kill('SIGKILL');
  }
  await exited;
  return paid;
}

/** The orders of a customer, and the money that the payment provider has captured for them. */
async function countInShop(customerId: string) {
  const { databaseUrls } = JSON.parse(readFileSync(join(shop.dataDir, 'running.json'), 'utf8')) as {
    databaseUrls: { order: string };
  };
  const client = new pg.Client({ connectionString: databaseUrls.order });
  await client.connect();
  const { rows } = await client.query(
    `SELECT count(DISTINCT o.id)::int AS orders,
       count(DISTINCT o.id) FILTER (WHERE o.status = 'PAID')::int AS paid,
       count(c.key) FILTER (WHERE c.status = 'CAPTURED')::int AS captures
     FROM orders o LEFT JOIN payments p ON p.order_id = o.id
       LEFT JOIN test_charges c ON c.key = p.id::text
     WHERE o.customer_id = $1`,
    [customerId],
  );
  await client.end();
  return rows[0];
}

it('an outbox behind a network that loses one message in five, in an application that is killed four times, buys each order once', async () => {
  console.log(`TEST_SEED=${seed}`);
  const folder = mkdtempSync(join(tmpdir(), 'shop-outbox-'));
  const proxy = await createLossyProxy(shop.url, randomFrom(seed));
  onTestFinished(async () => {
    await proxy.close();
    rmSync(folder, { recursive: true });
  });
  const { token, id } = await registerCustomer();
  const { variants } = await addProduct(orders + 1, ['10.00']);
  const variantId = variants[0]?.id ?? '';
  // Orders know the variant when one is placed.
  await place((await registerCustomer()).token, [{ variantId, quantity: 1 }]);

  const args = [join(folder, 'storage.json'), proxy.url, token, variantId, String(orders)];
  let paid = 0;
  for (const killAfter of [10, 30, 50, 70, Number.POSITIVE_INFINITY]) {
    paid += await run(args, killAfter);
  }
  // An order whose answer was handled just before a kill is counted again.
  expect(paid).toBeGreaterThanOrEqual(orders - 4);
  await expect.poll(() => countInShop(id)).toEqual({ orders, paid: orders, captures: orders });
  expect(proxy.lost.requests).toBeGreaterThan(20);
  expect(proxy.lost.answers).toBeGreaterThan(20);
});
