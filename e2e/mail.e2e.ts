import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import { post, registerCustomer, requestData } from './client.ts';
import { BrowseDocument, PlaceOrderDocument } from './generated/graphql.ts';
import { shippingAddress } from './shipping-address.ts';
import { shop } from './shop.ts';

/** A variant of the demonstration catalogue that is in stock. */
async function inStock(): Promise<string> {
  const { products } = await requestData(BrowseDocument, { first: 20 });
  const variants = (products?.nodes ?? []).flatMap((product) => product.variants);
  const found = variants.find(({ availability }) => availability?.status === 'IN_STOCK');
  if (!found) throw new Error('nothing is in stock');
  return found.id;
}

async function placeOrder(token: string, requestId: string): Promise<string> {
  const lines = [{ variantId: await inStock(), quantity: 1 }];
  const variables = { input: { lines, shippingAddress, idempotencyKey: randomUUID() } };
  const body = JSON.stringify({ query: PlaceOrderDocument.toString(), variables });
  const headers = { authorization: `Bearer ${token}`, 'x-request-id': requestId };
  const { text } = await post(body, headers);
  const number = JSON.parse(text).data?.placeOrder?.order?.number;
  if (!number) throw new Error(text);
  return number;
}

const page = async (path: string): Promise<string> => {
  const response = await fetch(new URL(path, shop.mailboxUrl));
  expect(response.status).toBe(200);
  return response.text();
};

/** Path of the page of an e-mail, as soon as the development mailbox lists it. */
const listed = (address: string, subject: string): Promise<string> =>
  until(`${subject} to ${address} on the mailbox page`, async () => {
    const rows = (await page('/mailbox')).split('<tr>').filter((row) => row.includes(address));
    return rows.find((row) => row.includes(subject))?.match(/href="([^"]+)"/)?.[1];
  });

it('a placed order leads to two e-mails in the development mailbox, with the correlation id of the request', async () => {
  const { email, token } = await registerCustomer();
  const requestId = `order-${randomUUID()}`;
  const number = await placeOrder(token, requestId);
  for (const what of ['has been received', 'has been confirmed']) {
    const path = await listed(email, `Order ${number} ${what}`);
    const shown = await page(path);
    expect(shown).toContain(`X-Correlation-ID</th><td>${requestId}</td>`);
    expect(shown).toContain('<iframe sandbox=""');
    expect(await page(`${path}/raw`)).toContain(`X-Correlation-ID: ${requestId}`);
  }
  const lines = await linesWith(requestId);
  expect(lines.filter(({ msg }) => msg === 'message sent')).toHaveLength(2);
});

/** Returns the log lines of all processes that contain an id. */
async function linesWith(id: string): Promise<Record<string, unknown>[]> {
  const folder = join(shop.dataDir, 'logs');
  const logs = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
  );
  const lines = logs.flatMap((log) => log.split('\n')).filter((line) => line.includes(id));
  return lines.map((line) => JSON.parse(line));
}

it('the request id of an order finds its line in the log of each process that served it', async () => {
  const { token } = await registerCustomer();
  const requestId = `order-${randomUUID()}`;
  await placeOrder(token, requestId);
  const requests = await until('the lines', async () => {
    const lines = (await linesWith(requestId)).filter(({ msg }) => msg === 'request');
    const services = lines.map(({ service }) => service);
    return services.includes('gateway') && services.includes('order') && lines;
  });
  expect(requests).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ service: 'gateway', operation: 'PlaceOrder', status: 200 }),
      expect.objectContaining({ service: 'order', status: 200 }),
    ]),
  );
  const [viewerId] = new Set(requests.map((line) => line['viewerId']));
  expect(viewerId).toMatch(/^[\da-f-]{36}$/);
});
