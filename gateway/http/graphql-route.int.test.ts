import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { httpTimeouts } from '@shop/service';
import { describe, expect, it, onTestFinished } from 'vitest';
import { changes, pingSubgraph, production, startPingGateway } from '../testing/ping-gateway.ts';
import { send } from '../testing/send-request.ts';
import { startTestGateway } from '../testing/test-gateway.ts';

describe('requests that a page of another site can make a browser send', () => {
  const body = JSON.stringify({ query: 'mutation { rename(name: "x") { id } }' });
  const search = `?query=${encodeURIComponent('{ ping }')}`;

  it.each([
    ['a GET', search, {}],
    ['a GET for a page', search, { headers: { accept: 'image/*' } }],
    ['a form', '', { method: 'POST', headers: { 'content-type': 'text/plain' }, body }],
    [
      'a form with a file',
      '',
      { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body },
    ],
    [
      'an encoded form',
      '',
      { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body },
    ],
    ['a body without a type', '', { method: 'POST', body: new Blob([body]) }],
  ] as [string, string, RequestInit][])(
    '%s from a page of another site is refused',
    async (_, path, init) => {
      const { url } = await startPingGateway(production);
      const before = changes.count;
      const { status, codes } = await send(url + path, init);
      expect([status, codes]).toEqual([400, ['BAD_REQUEST']]);
      expect(changes.count).toBe(before);
    },
  );

  it('a GET that only a program can send runs queries but no mutations', async () => {
    const { url } = await startPingGateway();
    const headers = { 'apollo-require-preflight': '1' };
    expect((await send(url + search, { headers })).text).toContain('pong');
    const change = `?query=${encodeURIComponent('mutation { rename(name: "x") { id } }')}`;
    const { status, codes } = await send(url + change, { headers });
    expect([status, codes]).toEqual([405, ['BAD_REQUEST']]);
  });
});

describe('bodies', () => {
  const type = { 'content-type': 'application/json' };
  const huge = JSON.stringify({ query: `{ ping } #${'x'.repeat(200_000)}` });

  it.each([
    ['beyond 100 kB', { body: huge }, 413],
    [
      'beyond 100 kB when unpacked',
      { body: gzipSync(huge), headers: { 'content-encoding': 'gzip' } },
      413,
    ],
    ['that are not gzip', { body: 'oops', headers: { 'content-encoding': 'gzip' } }, 400],
    ['in an unknown encoding', { body: '{}', headers: { 'content-encoding': 'rot13' } }, 415],
    ['that are not JSON', { body: '{oops' }, 400],
    ['that are empty', { body: '' }, 400],
    ['of another type', { body: '<a/>', headers: { 'content-type': 'application/xml' } }, 400],
    ['that are a batch', { body: '[{"query":"{ ping }"},{"query":"{ ping }"}]' }, 400],
    ['whose query is not text', { body: '{"query":{"kind":"Document"}}' }, 400],
    ['whose variables are not an object', { body: '{"query":"{ ping }","variables":[1]}' }, 400],
    [
      'with a bad hash',
      {
        body: '{"query":"{ ping }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}',
      },
      400,
    ],
    [
      'with another version of hashes',
      { body: '{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"00"}}}' },
      400,
    ],
  ] as [string, RequestInit, number][])(
    'bodies %s are refused with a GraphQL error',
    async (_, init, expected) => {
      const { url, logged } = await startPingGateway();
      const headers = { ...type, ...(init.headers as Record<string, string>) };
      const { status, codes, text } = await send(url, { method: 'POST', ...init, headers });
      expect([status, codes]).toEqual([expected, ['BAD_REQUEST']]);
      expect(text).not.toMatch(/node_modules|stacktrace|\.ts:|\.js:/);
      expect(logged).toEqual([]);
    },
  );
});

describe('slow clients', () => {
  it('a request that is not completed in time is 408 and its connection is closed', async () => {
    const gateway = await startTestGateway({
      ...pingSubgraph,
      timeouts: {
        ...httpTimeouts,
        ...{ headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 },
      },
    });
    onTestFinished(gateway.stop);
    const { port } = new URL(gateway.url);
    const head = 'POST /graphql HTTP/1.1\r\nhost: shop\r\n';
    const slow = `${head}content-type: application/json\r\ncontent-length: 50\r\n\r\n{`;
    for (const sent of [head, slow]) {
      const socket = connect(Number(port), '127.0.0.1');
      let response = '';
      socket.on('data', (data) => {
        response += data;
      });
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(sent);
      await closed;
      expect(response).toMatch(/^HTTP\/1\.1 408 /);
    }
  });
});
