import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startTestApp } from '@shop/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startPingGateway } from '../testing/ping-gateway.ts';
import { startThings } from '../testing/thing-gateway.ts';
import { compressResponses } from './compress-responses.ts';

type Options = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** Sends a request with these headers and no others, and reads the bytes of the response. */
const send = (url: string, { method = 'GET', headers = {}, body }: Options = {}) =>
  new Promise<{
    status?: number | undefined;
    headers: NodeJS.Dict<string | string[]>;
    bytes: Buffer;
  }>((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          bytes: Buffer.concat(chunks),
        }),
      );
    });
    sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });

const accepting = (encodings: string) => ({ 'accept-encoding': encodings });
const strong = '"3.abc"';
const text = 'ä'.repeat(3_000);

async function startApp() {
  const app = await startTestApp(({ app }) => {
    app.use(compressResponses);
    app.get('/large', (_, response) => void response.json({ text }));
    app.get('/tagged', (_, response) => void response.set('etag', strong).json({ text }));
    app.get('/small', (_, response) => void response.json({ text: 'x'.repeat(900) }));
    app.get('/picture', (_, response) => void response.type('png').send(Buffer.alloc(5_000)));
    app.get(
      '/exact',
      (_, response) => void response.set('cache-control', 'no-transform').json({ text }),
    );
    app.get('/stream', (_, response) => {
      response.type('text/event-stream').write(`data: ${text}\n\n`);
      response.end(`data: ${text}\n\n`);
    });
  });
  onTestFinished(app.close);
  return app.url;
}

it.each([
  ['br', 'br'],
  ['gzip, deflate, br', 'br'],
  ['gzip', 'gzip'],
  ['*', 'br'],
  ['br;q=0, gzip', 'gzip'],
])('a client that accepts %s receives %s', async (accepted, encoding) => {
  const { headers, bytes } = await send(`${await startApp()}/large`, {
    headers: accepting(accepted),
  });
  expect(headers['content-encoding']).toBe(encoding);
  expect(headers['content-length']).toBe(String(bytes.length));
  expect(headers['vary']).toBe('Accept-Encoding');
  const plain = encoding === 'br' ? brotliDecompressSync(bytes) : gunzipSync(bytes);
  expect(JSON.parse(plain.toString())).toEqual({ text });
});

it.each([
  ['a client that accepts no encoding', '/large', {}],
  ['a client that accepts an unknown one', '/large', accepting('zstd, deflate')],
  ['a body below 1 kB', '/small', accepting('br')],
  ['a picture', '/picture', accepting('br')],
  ['a response that must not be changed', '/exact', accepting('br')],
  ['a stream of events', '/stream', accepting('br')],
])('nothing is compressed for %s', async (_, path, headers) => {
  const response = await send(`${await startApp()}${path}`, { headers });
  expect(response.status).toBe(200);
  expect(response.headers['content-encoding']).toBeUndefined();
  expect(response.headers['vary']).toBe('Accept-Encoding');
});

it('HEAD has the tag of an uncompressed body, and no body', async () => {
  const options = { method: 'HEAD', headers: accepting('br') };
  const { headers, bytes } = await send(`${await startApp()}/tagged`, options);
  expect([headers['content-encoding'], headers['etag'], bytes.length]).toEqual([
    undefined,
    strong,
    0,
  ]);
});

describe('an entity tag', () => {
  it('a strong tag is weak when the body is compressed, and as it was otherwise', async () => {
    const url = `${await startApp()}/tagged`;
    expect((await send(url)).headers['etag']).toBe(strong);
    for (const encoding of ['br', 'gzip']) {
      const { headers } = await send(url, { headers: accepting(encoding) });
      expect(headers['etag']).toBe(`W/${strong}`);
    }
  });

  it.each([strong, `W/${strong}`, `"other", W/${strong}`])(
    'a client that has %s receives 304 with the form that it has, and no body',
    async (known) => {
      const headers = { 'if-none-match': known, ...accepting('br') };
      const response = await send(`${await startApp()}/tagged`, { headers });
      expect([response.status, response.bytes.length]).toEqual([304, 0]);
      expect(response.headers['etag']).toBe(known.includes('W/') ? `W/${strong}` : strong);
      expect(response.headers['vary']).toBe('Accept-Encoding');
      expect(response.headers['content-encoding']).toBeUndefined();
    },
  );

  it('a tag that Express has made works for a compressed body too', async () => {
    const url = `${await startApp()}/large`;
    const { headers } = await send(url, { headers: accepting('gzip') });
    const again = { 'if-none-match': String(headers['etag']), ...accepting('gzip') };
    expect((await send(url, { headers: again })).status).toBe(304);
  });
});

describe('the gateway', () => {
  const json = { 'content-type': 'application/json' };

  it('responses of GraphQL are compressed', async () => {
    const { url } = await startPingGateway();
    const fields = Array.from(
      { length: 20 },
      (_, n) => `aVeryLongAlias${'x'.repeat(60)}${n}: name`,
    );
    const body = { query: `{ product(id: "1") { ${fields.join(' ')} } }` };
    const plain = await send(url, { method: 'POST', headers: json, body });
    const { headers, bytes } = await send(url, {
      method: 'POST',
      headers: { ...json, ...accepting('br') },
      body,
    });
    expect(headers['content-encoding']).toBe('br');
    expect(headers['vary']).toMatch(/Accept-Encoding/);
    expect(bytes.length).toBeLessThan(plain.bytes.length / 2);
    expect(brotliDecompressSync(bytes).toString()).toBe(plain.bytes.toString());
  });

  it('responses of REST are compressed', async () => {
    const { api } = await startThings();
    const made = await send(`${api}/things/1/copies`, {
      method: 'POST',
      headers: { ...json, ...accepting('gzip'), 'idempotency-key': 'k'.repeat(20) },
      body: { name: 'x'.repeat(2_000) },
    });
    expect([made.status, made.headers['content-encoding']]).toEqual([201, 'gzip']);
    expect(JSON.parse(gunzipSync(made.bytes).toString())).toMatchObject({
      name: 'x'.repeat(2_000),
    });
  });
});
