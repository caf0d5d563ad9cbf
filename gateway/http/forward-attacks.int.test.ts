import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { paymentKey, startForwardingGateway } from '../testing/forwarding-gateway.ts';

/** Sends these bytes and reads the status of the response. */
function sendRaw(url: string, text: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let response = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (data) => {
      response += data;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(response)?.[1])));
  });
}
const line = (first: string, more = '') =>
  `${first} HTTP/1.1\r\nhost: shop\r\nconnection: close\r\n${more}\r\n`;

describe('paths that are not public', () => {
  it.each([
    '/payments/test/',
    '/payments/test',
    '/payments/test/a/b',
    '/payments/test/..',
    '/payments/test/../../graphql',
    '/payments/test/%2e%2e%2f%2e%2e%2fgraphql',
    '/payments/test/a%2fb',
    '/payments/test/a%00',
    '/payments/test/a\\..\\graphql',
    '/payments/test/a;b',
    `/payments/test/${'a'.repeat(65)}`,
    '/webhooks/payments/',
    '/webhooks/../graphql',
    '/webhooks/payments/../../metrics',
    '//webhooks/payments',
    '/WEBHOOKS/payments',
    '/%77ebhooks/payments',
    'http://evil.example/webhooks/payments',
    'http://127.0.0.1:1/payments/test/a',
    '//evil.example/payments/test/a',
    '/@evil.example/payments/test/a',
    '/metrics',
  ])('the path %s is not forwarded', async (path) => {
    const { url, received } = await startForwardingGateway();
    expect(await sendRaw(url, line(`POST ${path}`, 'content-length: 0\r\n'))).toBe(404);
    expect(await sendRaw(url, line(`GET ${path}`))).toBe(404);
    expect(received).toEqual([]);
  });

  it('the host header does not change where a request is forwarded', async () => {
    const { url, received } = await startForwardingGateway();
    const first = `GET /payments/test/${paymentKey} HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n`;
    expect(await sendRaw(url, first)).toBe(201);
    expect(String(received[0]?.headers['host'])).toMatch(/^127\.0\.0\.1:/);
  });

  it('a body that smuggles a second request is refused', async () => {
    const { url, received } = await startForwardingGateway();
    const more = 'content-length: 4\r\ntransfer-encoding: chunked\r\n';
    const smuggled = `${line('POST /webhooks/payments', more)}0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n`;
    expect(await sendRaw(url, smuggled)).toBe(400);
    expect(received).toEqual([]);
  });
});
