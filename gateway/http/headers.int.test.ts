import { describe, expect, it } from 'vitest';
import { json, send } from '../testing/gateway.ts';
import { production, start } from '../testing/http.ts';

describe('headers', () => {
  it('tell browsers that an API is nothing to show, frame or guess at', async () => {
    const { url } = await start();
    const { headers } = await send(url, json({ query: '{ ping }' }));
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  it('ask for TLS in production only', async () => {
    const { url } = await start(production);
    const { headers } = await send(url, json({ query: '{ ping }' }));
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/);
  });

  it('are on refusals and unknown paths too', async () => {
    const { url } = await start();
    for (const path of [url, url.replace('/graphql', '/nothing')]) {
      const { headers, status } = await send(path, { method: 'PUT' });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });
});

describe('other origins', () => {
  const variables = { CORS_ORIGINS: 'https://shop.example, http://localhost:3000' };
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

  it('that are listed may call, without cookies', async () => {
    const { url } = await start(variables);
    const { status, headers } = await preflight(url, 'https://shop.example');
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await send(
      url,
      json({ query: '{ ping }' }, { origin: 'http://localhost:3000' }),
    );
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    expect(answer.headers.get('access-control-expose-headers')).toContain('retry-after');
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  it.each([
    'https://evil.example',
    'null',
    'https://shop.example.evil.example',
    'http://shop.example',
  ])('that are not, such as %s, get no header at all', async (origin) => {
    const { url } = await start(variables);
    expect(cors((await preflight(url, origin)).headers)).toEqual([]);
    const { headers } = await send(url, json({ query: '{ ping }' }, { origin }));
    expect(cors(headers)).toEqual([]);
    expect(headers.get('vary')).toContain('Origin');
  });

  it('may read refusals when they are listed', async () => {
    const { url } = await start({ ...variables, RATE_LIMIT_ADDRESS: '1' });
    const asked = json({ query: '{ ping }' }, { origin: 'https://shop.example' });
    await send(url, asked);
    const { status, headers } = await send(url, asked);
    expect(status).toBe(429);
    expect(headers.get('access-control-allow-origin')).toBe('https://shop.example');
  });

  it.each(['*', 'shop.example', 'https://shop.example/', 'https://a.example;https://b.example'])(
    'cannot be listed as %s',
    async (CORS_ORIGINS) => {
      await expect(start({ CORS_ORIGINS })).rejects.toThrow(/CORS_ORIGINS: must be origins/);
    },
  );
});
