import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { paymentKey, startForwardingGateway } from '../testing/forwarding-gateway.ts';
import { startPingGateway } from '../testing/ping-gateway.ts';
import { send } from '../testing/send-request.ts';

describe('a public path of a subgraph', () => {
  it('a subgraph receives the body byte for byte, its type and its signature, and nothing else', async () => {
    const { url, received } = await startForwardingGateway();
    const body = Buffer.from([0x7b, 0x22, 0xff, 0x00, 0x0a, 0x20, 0x7d]);
    await send(`${url}/webhooks/payments?a=b`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'shop-signature': 't=1,v1=00',
        'stripe-signature': 't=2,v1=11',
        authorization: 'Bearer carla',
        cookie: 'session=1',
        origin: 'https://evil.example',
        'x-client-address': '6.6.6.6',
        'x-forwarded-for': '6.6.6.6',
        'x-request-id': 'request-of-test',
      },
    });
    expect(received).toHaveLength(1);
    expect(received[0]?.line).toBe('POST /webhooks/payments');
    expect(received[0]?.body.equals(body)).toBe(true);
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'shop-signature': 't=1,v1=00',
      'stripe-signature': 't=2,v1=11',
      'x-request-id': 'request-of-test',
    });
    const signatures = ['shop-signature', 'stripe-signature'];
    const forwarded = [...signatures, 'content-type', 'x-request-id', 'host', 'content-length'];
    // Node's fetch adds these.
    const ofFetch = ['connection', 'accept', 'accept-language', 'sec-fetch-mode', 'user-agent'];
    const known = [...forwarded, ...ofFetch, 'accept-encoding'];
    expect(Object.keys(received[0]?.headers ?? {}).filter((name) => !known.includes(name))).toEqual(
      [],
    );
    expect(received[0]?.headers['user-agent']).toBe('node');
  });

  it('the client receives status, body and security policy of the subgraph, but no cookie', async () => {
    const { url } = await startForwardingGateway();
    const { status, headers, text } = await send(`${url}/payments/test/${paymentKey}`);
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
    ['DELETE', `/payments/test/${paymentKey}`, 'GET, POST'],
    ['OPTIONS', `/payments/test/${paymentKey}`, 'GET, POST'],
  ])('%s %s is 405', async (method, path, allowed) => {
    const { url, received } = await startForwardingGateway();
    const { status, headers } = await send(url + path, { method });
    expect([status, headers.get('allow')]).toEqual([405, allowed]);
    expect(received).toEqual([]);
  });

  it.each([
    ['beyond 64 kB', { body: 'x'.repeat(65_537) }, 413],
    ['beyond 64 kB of unknown length', { body: new Blob(['x'.repeat(70_000)]).stream() }, 413],
    ['that is packed', { body: gzipSync('{}'), headers: { 'content-encoding': 'gzip' } }, 415],
  ])('a body %s is refused and not forwarded', async (_, init, expected) => {
    const { url, received } = await startForwardingGateway();
    const request = { method: 'POST', duplex: 'half', ...init } as RequestInit;
    const { status, codes } = await send(`${url}/webhooks/payments`, request);
    expect([status, codes]).toEqual([expected, ['BAD_REQUEST']]);
    expect(received).toEqual([]);
  });

  it('a body of exactly 64 kB is forwarded', async () => {
    const { url, received } = await startForwardingGateway();
    await send(`${url}/webhooks/payments`, { method: 'POST', body: 'x'.repeat(65_536) });
    expect(received[0]?.body).toHaveLength(65_536);
  });

  it('forwarded requests count for the rate limit of their address', async () => {
    const { url, received } = await startForwardingGateway({ RATE_LIMIT_ADDRESS: '1' });
    const post = () => send(`${url}/webhooks/payments`, { method: 'POST' });
    await post();
    expect(await post()).toMatchObject({ status: 429, codes: ['RATE_LIMITED'] });
    expect(received).toHaveLength(1);
  });

  it('a path of an unavailable subgraph is 503, and the failure is logged', async () => {
    const { url, close, logged } = await startForwardingGateway();
    await close();
    const reply = await send(`${url}/payments/test/${paymentKey}`);
    expect(reply).toMatchObject({ status: 503, codes: ['SERVICE_UNAVAILABLE'] });
    expect(logged.join()).toContain('subgraph failed');
  });

  it('a path of a subgraph that does not respond is 503 after the timeout', async () => {
    const { url, order } = await startForwardingGateway({ SUBGRAPH_TIMEOUT_MS: '50' });
    order.removeAllListeners('request');
    const reply = await send(`${url}/payments/test/${paymentKey}`);
    expect(reply).toMatchObject({ status: 503, codes: ['SERVICE_UNAVAILABLE'] });
  });

  it('a path of a subgraph without a URL is 404', async () => {
    const { url } = await startPingGateway();
    const reply = await send(`${new URL(url).origin}/payments/test/${paymentKey}`);
    expect(reply).toMatchObject({ status: 404, codes: ['NOT_FOUND'] });
  });
});
