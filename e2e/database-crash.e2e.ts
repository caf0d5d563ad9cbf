import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import { registerCustomer, request, requestData, untilOrder } from './client.ts';
import {
  AccountDocument,
  BrowseDocument,
  OrderDocument,
  PlaceOrderDocument,
} from './generated/graphql.ts';
import { shippingAddress } from './shipping-address.ts';
import { shop } from './shop.ts';
import { addProduct, newKey, place } from './shopping.ts';

const { dataDir, services } = shop;

async function killPostgres(): Promise<void> {
  const pidFile = await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8');
  process.kill(Number.parseInt(pidFile, 10), 'SIGKILL');
}

const isRunning = ({ pid }: { readonly pid: number }) => process.kill(pid, 0);

it('while a killed PostgreSQL starts again, requests are SERVICE_UNAVAILABLE at their paths; afterwards the shop is whole', async () => {
  const { token } = await registerCustomer();
  const product = await addProduct(50, ['10.00']);
  const lines = [{ variantId: product.variants[0]?.id ?? '', quantity: 1 }];
  const before = await place(token, lines);

  await killPostgres();
  const input = { lines, shippingAddress, idempotencyKey: newKey() };
  const faults = new Set<string>();
  const during = await until('an order to be placed', async () => {
    const responses = await Promise.all([
      request(PlaceOrderDocument, { input }, token),
      request(AccountDocument, {}, token),
      request(BrowseDocument, { first: 7 }, token),
      request(OrderDocument, { id: before.id }, token),
    ]);
    for (const { errors } of responses) {
      for (const { extensions, path } of errors) faults.add(`${extensions.code} ${path?.[0]}`);
    }
    const isWhole = responses.every(({ errors }) => errors.length === 0);
    return isWhole ? responses[0].data?.placeOrder?.order : undefined;
  });

  const roots = ['me', 'order', 'placeOrder', 'products'];
  expect([...faults].toSorted()).toEqual(roots.map((root) => `SERVICE_UNAVAILABLE ${root}`));
  expect(Object.values(services).every(isRunning)).toBe(true);
  for (const { id } of [before, during ?? before]) await untilOrder(id, 'CONFIRMED', token);
  const { order } = await requestData(OrderDocument, { id: before.id }, token);
  expect(order?.lines).toHaveLength(1);
});
