import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@shop/testing';
import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { migrationsOf } from '../postgres/databases.ts';
import { applyMigrations } from './apply-migrations.ts';
import { convertCurrencies } from './convert-currencies.ts';

let database: TestDatabase;
let client: pg.Client;

async function open(service: 'order' | 'product'): Promise<void> {
  database = await createTestDatabase(service);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
}
afterEach(async () => {
  await client.end();
  await database.drop();
});

const query = async (sql: string) => (await client.query(sql)).rows;
/** As a version wrote it that took the decimals from its runtime. */
const storeWith = (decimals: number, code: string) =>
  query(`UPDATE currencies SET decimals = ${decimals} WHERE code = '${code}'`);
const start = (service: 'order' | 'product') =>
  applyMigrations(database.url, migrationsOf(service)).catch((error: Error) => error.message);
const convert = () => convertCurrencies(database.url).catch((error: Error) => error.message);

/** An order with one line, and a charge of the test provider with a refund. */
async function addOrder(minor: number, currency: string): Promise<void> {
  const [id, key] = [randomUUID(), randomUUID()];
  await query(`
    INSERT INTO orders (id, number, customer_id, email, status, currency, total_minor, correlation_id, placed_at,
      updated_at, shipping_address, billing_address)
    VALUES ('${id}', '${id}', '${id}', 'a@shop.example', 'PENDING', '${currency}', ${minor}, '', now(), now(), '{}', '{}');
    INSERT INTO order_lines (order_id, position, variant_id, sku, title, slug, quantity, unit_minor)
    VALUES ('${id}', 0, '${id}', 'S', 'T', 't', 1, ${minor});
    INSERT INTO test_charges (key, token, amount_minor, currency, status)
    VALUES ('${key}', '', ${minor}, '${currency}', 'CAPTURED');
    INSERT INTO test_refunds (key, charge_key, amount_minor) VALUES ('${key}', '${key}', ${minor})`);
}
const amounts = async () =>
  (
    await query(`
      SELECT total_minor AS total, unit_minor AS unit, c.amount_minor AS charge, r.amount_minor AS refund
      FROM orders o JOIN order_lines l ON l.order_id = o.id
      JOIN test_charges c USING (currency) JOIN test_refunds r ON r.charge_key = c.key ORDER BY o.currency`)
  ).map((row) => Object.values(row).join(' '));

it('a database with amounts of other decimals is refused with the currencies and the command that converts them', async () => {
  await open('order');
  expect(await start('order')).toEqual([]);
  await storeWith(0, 'HUF');
  await storeWith(3, 'JPY');
  for (let times = 0; times < 2; times++) {
    const message = await start('order');
    expect(message).toContain('HUF (0 decimals, now 2), JPY (3 decimals, now 0).');
    expect(message).toContain('npm run migrate -- --convert-currencies');
  }
});

it('amounts are converted wherever they are stored, and the database is accepted', async () => {
  await open('order');
  await addOrder(12, 'EUR');
  await addOrder(1_990, 'HUF');
  await addOrder(5_000, 'JPY');
  await storeWith(0, 'HUF');
  await storeWith(3, 'JPY');
  expect(await convert()).toMatchObject([{ code: 'HUF' }, { code: 'JPY' }]);
  expect(await amounts()).toEqual(['12 12 12 12', '199000 199000 199000 199000', '5 5 5 5']);
  expect(await start('order')).toEqual([]);
  expect(await convert()).toEqual([]);
  expect(await amounts()).toHaveLength(3);
});

it('nothing is converted when one amount would lose a fraction, or while events wait', async () => {
  await open('order');
  await addOrder(1_000, 'HUF');
  await addOrder(5_001, 'JPY');
  await storeWith(0, 'HUF');
  await storeWith(3, 'JPY');
  expect(await convert()).toContain('5001 minor units of JPY');
  await query(`UPDATE test_charges SET amount_minor = 5000 WHERE currency = 'JPY'`);
  await query(
    `INSERT INTO outbox (id, type, subject, event) VALUES ('${randomUUID()}', 't', 's', '{}')`,
  );
  expect(await convert()).toContain('not published yet');
  expect(await amounts()).toEqual(['1000 1000 1000 1000', '5001 5001 5000 5001']);
  expect(await start('order')).toContain('HUF');
});

it('every amount of the catalogue is convertible', async () => {
  await open('product');
  await storeWith(0, 'HUF');
  expect(await convert()).toMatchObject([{ code: 'HUF', stored: 0, current: 2 }]);
  expect(await start('product')).toEqual([]);
});
