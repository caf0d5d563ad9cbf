import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';

const { url, dataDir } = inject('shop');
const webhook = new URL('/webhooks/payments', url);

/** Signs as docs/payments.md tells providers to, with nothing of the shop's own code. */
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

test('the payment provider is heard at the gateway when it signs', async () => {
  const [charge, other] = [event('charge.updated'), event('payout.paid')];
  expect(await send(charge, await signed(charge))).toBe(404);
  for (const _ of [1, 2]) expect(await send(other, await signed(other))).toBe(200);
  expect(await send('{oops', await signed('{oops'))).toBe(400);
});

test('nobody else is heard as the payment provider', async () => {
  const body = event('charge.updated');
  expect(await send(body, '')).toBe(401);
  expect(await send(body, await signed(`${body} `))).toBe(401);
  expect(await send(body, await signed(body, Math.floor(Date.now() / 1_000) - 301))).toBe(401);
  const huge = 'x'.repeat(65_537);
  expect(await send(huge, await signed(huge))).toBe(413);
});

test('the page that confirms a test payment is a page, with a policy of its own', async () => {
  const page = new URL(`/payments/test/${randomUUID()}`, url);
  const response = await fetch(page, { headers: { accept: 'text/html' } });
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('There is no such payment.');
  expect(response.headers.get('content-security-policy')).toContain("form-action 'self'");
});
