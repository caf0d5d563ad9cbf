import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shop } from './shop.ts';

const { url, dataDir } = shop;
const webhook = new URL('/webhooks/payments', url);

/** Signs as docs/payments.md describes, without code of the shop. */
async function signed(body: string, seconds = Math.floor(Date.now() / 1_000)): Promise<string> {
  const keys = JSON.parse(await readFile(join(dataDir, 'keys.json'), 'utf8')) as {
    webhook: string;
  };
  const v1 = createHmac('sha256', keys.webhook).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${v1}`;
}
async function send(body: string, signature: string): Promise<number> {
  const headers = { 'content-type': 'application/json', 'shop-signature': signature };
  return (await fetch(webhook, { method: 'POST', body, headers })).status;
}
const event = (type: string) =>
  JSON.stringify({
    id: `evt_${randomUUID()}`,
    type,
    data: { key: randomUUID(), status: 'CAPTURED' },
  });

test('the gateway accepts signed webhooks of the payment provider', async () => {
  const [charge, other] = [event('charge.updated'), event('payout.paid')];
  expect(await send(charge, await signed(charge))).toBe(404);
  for (const _ of [1, 2]) expect(await send(other, await signed(other))).toBe(200);
  expect(await send('{oops', await signed('{oops'))).toBe(400);
});

test('webhooks without a valid, recent signature and oversized webhooks are refused', async () => {
  const body = event('charge.updated');
  expect(await send(body, '')).toBe(401);
  expect(await send(body, await signed(`${body} `))).toBe(401);
  expect(await send(body, await signed(body, Math.floor(Date.now() / 1_000) - 301))).toBe(401);
  const huge = 'x'.repeat(65_537);
  expect(await send(huge, await signed(huge))).toBe(413);
});

test('the page for test payments is HTML with its own content security policy', async () => {
  const page = new URL(`/payments/test/${randomUUID()}`, url);
  const response = await fetch(page, { headers: { accept: 'text/html' } });
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('There is no such payment.');
  expect(response.headers.get('content-security-policy')).toContain("form-action 'self'");
});
