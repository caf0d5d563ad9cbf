import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { graphqlError } from '@shop/service';
import { until } from '@shop/testing';
import { expect, it, onTestFinished } from 'vitest';
import { as, startResendingGateway, thrice } from '../../testing/resending-gateway.ts';

const price = 'query Price { product { price } }';

it('responses that are sent again count for the rate limit of their viewer', async () => {
  const { ask } = await startResendingGateway({ RATE_LIMIT_USER: '4' });
  const again = await thrice(() => ask(price, as('ann')));
  expect(again.isResent).toBe(true);
  expect(again.headers.get('ratelimit-remaining')).toBe('1');
  expect(await ask(price, as('ann'))).toMatchObject({ isResent: true, status: 200 });
  expect(await ask(price, as('ann'))).toMatchObject({
    ...{ isResent: false, status: 429, codes: ['RATE_LIMITED'] },
  });
  expect(await ask(price, as('bob'))).toMatchObject({ isResent: true, status: 200 });
});

it('responses that are sent again count with the cost of their operation', async () => {
  const { ask } = await startResendingGateway({
    RATE_LIMIT_ANONYMOUS: '30',
    RATE_LIMIT_COST_UNIT: '1',
  });
  await ask(price);
  const cached = await ask(price);
  const again = await ask(price);
  expect(again.isResent).toBe(true);
  const remaining = (reply: typeof again) => Number(reply.headers.get('ratelimit-remaining'));
  expect(remaining(cached) - remaining(again)).toBe(2);
});

it('every request counts once for the rate limit of its address, sent again or not', async () => {
  const { ask } = await startResendingGateway({ RATE_LIMIT_ADDRESS: '4' });
  expect(await thrice(() => ask(price))).toMatchObject({ isResent: true });
  expect(await ask(price)).toMatchObject({ isResent: true });
  const origin = 'http://localhost:3000';
  const refused = await ask(price, { origin });
  expect(refused).toMatchObject({ status: 429, codes: ['RATE_LIMITED'] });
  expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
});

it('an invalid token is refused although a response could be sent', async () => {
  const { ask } = await startResendingGateway({}, async (authorization) => {
    if (authorization)
      throw graphqlError('UNAUTHENTICATED', 'no', { extensions: { http: { status: 401 } } });
    return { viewer: undefined, hasExpiredToken: false };
  });
  expect(await thrice(() => ask(price))).toMatchObject({ isResent: true });
  expect(await ask(price, as('ann'))).toMatchObject({ status: 401, isResent: false });
});

it('CSRF prevention refuses a simple request although a response could be sent', async () => {
  const { get, url } = await startResendingGateway();
  const preflight = { 'apollo-require-preflight': '1' };
  expect(await thrice(() => get({ query: price }, preflight))).toMatchObject({ isResent: true });
  expect(await get({ query: price })).toMatchObject({ status: 400, isResent: false });
  const body = JSON.stringify({ query: price });
  await thrice(() =>
    fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } }),
  );
  const simple = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/plain' },
  });
  expect(simple.status).toBe(400);
});

it('in safelisted mode only listed operations are sent again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'safelist-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'safelist.json');
  const hash = createHash('sha256').update(price).digest('hex');
  await writeFile(path, JSON.stringify({ [hash]: price }));
  const { ask, post } = await startResendingGateway({ SAFELIST_PATH: path });
  expect(await thrice(() => ask(price))).toMatchObject({ isResent: true });
  expect(await thrice(() => post({ documentId: `sha256:${hash}` }))).toMatchObject({
    isResent: true,
  });
  expect(await thrice(() => ask(`${price} `))).toMatchObject({
    ...{ isResent: false, codes: ['PERSISTED_QUERY_NOT_IN_LIST'] },
  });
});

it('requests in the session mode, compressed bodies and long bodies take the whole way', async () => {
  const { ask, url } = await startResendingGateway();
  for (const headers of [{ 'x-session-mode': 'cookie' }, { 'if-none-match': '"a"' }])
    expect(await thrice(() => ask(price, headers))).toMatchObject({ isResent: false, status: 200 });
  const long = `${price} # ${'x'.repeat(20_000)}`;
  expect(await thrice(() => ask(long))).toMatchObject({ isResent: false, status: 200 });
  const compressed = () =>
    fetch(url, {
      method: 'POST',
      body: gzipSync(JSON.stringify({ query: price })),
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    });
  expect((await thrice(compressed)).status).toBe(200);
});

it('metrics and log lines do not show which way a response took', async () => {
  const { ask, metrics, requests } = await startResendingGateway();
  const app = { 'graphql-client-name': 'shop-app', 'graphql-client-version': '1.4.0' };
  expect(await thrice(() => ask(price, { ...as('ann'), ...app }))).toMatchObject({
    isResent: true,
  });
  const { values = [] } = (await metrics.getSingleMetric('gateway_operations_total')?.get()) ?? {};
  const labels = { client: 'shop-app', version: '1.4.0', type: 'query', outcome: 'ok' };
  expect(values).toEqual([{ labels, value: 3 }]);
  const text = await metrics.metrics();
  expect(text).toContain('gateway_operation_seconds_count{operation="Price",type="query"} 3');
  expect(text).toContain('gateway_root_fields_total{field="Query.product",outcome="ok"} 3');
  expect(text).toContain('gateway_response_cache_lookups_total{result="hit"} 2');
  await until('all lines', async () => requests.length === 3);
  const [, cached, again] = requests.map((line) => {
    const { time, ms, requestId, ...rest } = JSON.parse(line);
    return { ...rest, hasId: Boolean(requestId), hasTime: Boolean(time) && ms >= 0 };
  });
  expect(again).toEqual(cached);
  expect(again).toMatchObject({ operation: 'Price', viewerId: 'ann', client: 'shop-app' });
});
