import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { key, startShop } from '../testing/forward.ts';
import { send } from '../testing/gateway.ts';
import { start } from '../testing/http.ts';

describe('a public path of a subgraph', () => {
  it('gets the body byte for byte, its type and its signature, and nothing else', async () => {
    const { url, heard } = await startShop();
    const body = Buffer.from([0x7b, 0x22, 0xff, 0x00, 0x0a, 0x20, 0x7d]);
    await send(`${url}/webhooks/payments?a=b`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'shop-signature': 't=1,v1=00',
        authorization: 'Bearer carla',
        cookie: 'session=1',
        origin: 'https://evil.example',
        'x-client-address': '6.6.6.6',
        'x-forwarded-for': '6.6.6.6',
        'x-request-id': 'request-of-test',
      },
    });
    expect(heard).toHaveLength(1);
    expect(heard[0]?.line).toBe('POST /webhooks/payments');
    expect(heard[0]?.body.equals(body)).toBe(true);
    expect(heard[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'shop-signature': 't=1,v1=00',
      'x-request-id': 'request-of-test',
    });
    const ours = ['content-type', 'shop-signature', 'x-request-id', 'host', 'content-length'];
    // What Node's fetch says of itself.
    const fetches = ['connection', 'accept', 'accept-language', 'sec-fetch-mode', 'user-agent'];
    const known = [...ours, ...fetches, 'accept-encoding'];
    expect(Object.keys(heard[0]?.headers ?? {}).filter((name) => !known.includes(name))).toEqual(
      [],
    );
    expect(heard[0]?.headers['user-agent']).toBe('node');
  });

  it('answers for itself: status, page and its policy, but no cookie', async () => {
    const { url } = await startShop();
    const { status, headers, text } = await send(`${url}/payments/test/${key}`);
    expect([status, text]).toEqual([201, '<p>hello</p>']);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; form-action 'self'");
    expect(headers.get('location')).toBe('/payments/test/other');
    for (const name of ['set-cookie', 'x-powered-by', 'access-control-allow-origin']) {
      expect(headers.get(name)).toBeNull();
    }
  });

  it.each([
    ['GET', '/webhooks/payments', 'POST'],
    ['PUT', '/webhooks/payments', 'POST'],
    ['DELETE', `/payments/test/${key}`, 'GET, POST'],
    ['OPTIONS', `/payments/test/${key}`, 'GET, POST'],
  ])('is not served with %s %s', async (method, path, allowed) => {
    const { url, heard } = await startShop();
    const { status, headers } = await send(url + path, { method });
    expect([status, headers.get('allow')]).toEqual([405, allowed]);
    expect(heard).toEqual([]);
  });

  it.each([
    ['beyond 64 kB', { body: 'x'.repeat(65_537) }, 413],
    ['beyond 64 kB of unknown length', { body: new Blob(['x'.repeat(70_000)]).stream() }, 413],
    ['that is packed', { body: gzipSync('{}'), headers: { 'content-encoding': 'gzip' } }, 415],
  ])('hears nothing of a body %s', async (_, init, expected) => {
    const { url, heard } = await startShop();
    const asked = { method: 'POST', duplex: 'half', ...init } as RequestInit;
    const { status, codes } = await send(`${url}/webhooks/payments`, asked);
    expect([status, codes]).toEqual([expected, ['BAD_REQUEST']]);
    expect(heard).toEqual([]);
  });

  it('gets a body of exactly 64 kB', async () => {
    const { url, heard } = await startShop();
    await send(`${url}/webhooks/payments`, { method: 'POST', body: 'x'.repeat(65_536) });
    expect(heard[0]?.body).toHaveLength(65_536);
  });

  it('is counted by address like every other request', async () => {
    const { url, heard } = await startShop({ RATE_LIMIT_ADDRESS: '1' });
    const ask = () => send(`${url}/webhooks/payments`, { method: 'POST' });
    await ask();
    expect(await ask()).toMatchObject({ status: 429, codes: ['RATE_LIMITED'] });
    expect(heard).toHaveLength(1);
  });

  it('of a subgraph that is away is 503, and in the log', async () => {
    const { url, close, logged } = await startShop();
    await close();
    const answer = await send(`${url}/payments/test/${key}`);
    expect(answer).toMatchObject({ status: 503, codes: ['SERVICE_UNAVAILABLE'] });
    expect(logged.join()).toContain('subgraph failed');
  });

  it('of a subgraph that does not answer is 503 when its time is over', async () => {
    const { url, order } = await startShop({ SUBGRAPH_TIMEOUT_MS: '50' });
    order.removeAllListeners('request');
    const answer = await send(`${url}/payments/test/${key}`);
    expect(answer).toMatchObject({ status: 503, codes: ['SERVICE_UNAVAILABLE'] });
  });

  it('of a subgraph whose address is not known is not there', async () => {
    const { url } = await start();
    const answer = await send(`${new URL(url).origin}/payments/test/${key}`);
    expect(answer).toMatchObject({ status: 404, codes: ['NOT_FOUND'] });
  });
});
