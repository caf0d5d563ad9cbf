import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { key, startShop } from '../testing/forward.ts';

/** Sends bytes as they are and reads the status of the answer. */
function raw(url: string, text: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])));
  });
}
const line = (first: string, more = '') =>
  `${first} HTTP/1.1\r\nhost: shop\r\nconnection: close\r\n${more}\r\n`;

describe('no other path is forwarded', () => {
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
  ])('%s', async (path) => {
    const { url, heard } = await startShop();
    expect(await raw(url, line(`POST ${path}`, 'content-length: 0\r\n'))).toBe(404);
    expect(await raw(url, line(`GET ${path}`))).toBe(404);
    expect(heard).toEqual([]);
  });

  it('whatever host is named', async () => {
    const { url, heard } = await startShop();
    const first = `GET /payments/test/${key} HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n`;
    expect(await raw(url, first)).toBe(201);
    expect(String(heard[0]?.headers['host'])).toMatch(/^127\.0\.0\.1:/);
  });

  it('nor a body that smuggles a second request', async () => {
    const { url, heard } = await startShop();
    const more = 'content-length: 4\r\ntransfer-encoding: chunked\r\n';
    const smuggled = `${line('POST /webhooks/payments', more)}0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n`;
    expect(await raw(url, smuggled)).toBe(400);
    expect(heard).toEqual([]);
  });
});
