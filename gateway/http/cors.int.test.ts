import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hasBrowser, openBrowser } from '@shop/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { production, startPingGateway } from '../testing/ping-gateway.ts';
import { json, send } from '../testing/send-request.ts';

const cors = (headers: Headers) =>
  [...headers].filter(([name]) => name.startsWith('access-control'));
const preflight = (url: string, origin: string) =>
  send(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

describe('cross-origin requests from listed origins', () => {
  const variables = { CORS_ORIGINS: 'https://shop.example, http://localhost:3000' };
  it('a listed origin may call, without cookies', async () => {
    const { url } = await startPingGateway(variables);
    const { status, headers } = await preflight(url, 'https://shop.example');
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const reply = await send(url, json({ query: '{ ping }' }, { origin: 'http://localhost:3000' }));
    expect(reply.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    expect(reply.headers.get('access-control-expose-headers')).toContain('retry-after');
    expect(reply.headers.get('vary')).toContain('Origin');
  });

  it.each([
    'https://evil.example',
    'null',
    'https://shop.example.evil.example',
    'http://shop.example',
  ])(
    'the unlisted origin %s gets no CORS header and a refusal that names the variable',
    async (origin) => {
      const { url } = await startPingGateway(variables);
      const refused = await preflight(url, origin);
      expect(cors(refused.headers)).toEqual([]);
      expect(refused.status).toBe(403);
      expect(JSON.parse(refused.text)).toMatchObject({
        errors: [
          {
            message: `Pages of the origin "${origin}" may not call this API. To allow it, add it to \`CORS_ORIGINS\`.`,
            extensions: { code: 'FORBIDDEN' },
          },
        ],
      });
      const { headers } = await send(url, json({ query: '{ ping }' }, { origin }));
      expect(cors(headers)).toEqual([]);
      expect(headers.get('vary')).toContain('Origin');
    },
  );

  it('a listed origin may read refusals', async () => {
    const { url } = await startPingGateway({ ...variables, RATE_LIMIT_ADDRESS: '1' });
    const request = json({ query: '{ ping }' }, { origin: 'https://shop.example' });
    await send(url, request);
    const { status, headers } = await send(url, request);
    expect(status).toBe(429);
    expect(headers.get('access-control-allow-origin')).toBe('https://shop.example');
  });

  it.each(['*', 'shop.example', 'https://shop.example/', 'https://a.example;https://b.example'])(
    'CORS_ORIGINS=%s is refused',
    async (CORS_ORIGINS) => {
      await expect(startPingGateway({ CORS_ORIGINS })).rejects.toThrow(
        /CORS_ORIGINS: must be origins/,
      );
    },
  );
});

const developmentOrigins = [
  'http://localhost:5173',
  'https://localhost',
  'http://127.0.0.1:3000',
  'http://[::1]:8080',
  'https://studio.apollographql.com',
  'https://sandbox.embed.apollographql.com',
];

describe('cross-origin requests in development', () => {
  it.each(developmentOrigins)('%s may call without being listed', async (origin) => {
    const { url } = await startPingGateway();
    const { status, headers } = await preflight(url, origin);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
  });

  it.each(developmentOrigins)('%s may not call in production', async (origin) => {
    const { url } = await startPingGateway(production);
    expect((await preflight(url, origin)).status).toBe(403);
  });

  it.each([
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://evil.example/localhost',
    'file://',
    'null',
  ])('%s looks local and may not call', async (origin) => {
    const { url } = await startPingGateway();
    const { status, headers } = await preflight(url, origin);
    expect(status).toBe(403);
    expect(cors(headers)).toEqual([]);
  });
});

describe.skipIf(!hasBrowser)('a page on another origin in a browser', () => {
  /** Serves a page that sends a query with a token to `url` and shows the response. Returns its URL. */
  async function startPage(url: string): Promise<string> {
    const script = `fetch(${JSON.stringify(url)}, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-client': 'page' },
      body: JSON.stringify({ query: '{ ping }' }),
    })
      .then((response) => response.text())
      .catch((error) => String(error))
      .then((text) => { document.body.textContent = text; });`;
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<!doctype html><body>waiting</body><script>${script}</script>`);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `http://localhost:${(server.address() as AddressInfo).port}/`;
  }

  it.each([
    ['in development it reads the response', {}, '{"data":{"ping":"pong"}}'],
    ['in production it cannot call', production, 'Failed to fetch'],
  ])('%s', async (_, variables, shown) => {
    const { url } = await startPingGateway(variables);
    const browser = await openBrowser();
    onTestFinished(browser.close);
    expect(await browser.rendered(await startPage(url))).toContain(shown);
  });
});
