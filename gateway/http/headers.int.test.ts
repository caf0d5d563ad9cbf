import { describe, expect, it } from 'vitest';
import { production, startPingGateway } from '../testing/ping-gateway.ts';
import { json, send } from '../testing/send-request.ts';

describe('security headers', () => {
  it('browsers must not render, frame or sniff a response', async () => {
    const { url } = await startPingGateway();
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

  it('browsers are told to use TLS in production only', async () => {
    const { url } = await startPingGateway(production);
    const { headers } = await send(url, json({ query: '{ ping }' }));
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/);
  });

  it('refusals and unknown paths have security headers too', async () => {
    const { url } = await startPingGateway();
    for (const path of [url, url.replace('/graphql', '/nothing')]) {
      const { headers, status } = await send(path, { method: 'PUT' });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });
});

describe('cross-origin requests', () => {
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
  ])('the unlisted origin %s gets no CORS header', async (origin) => {
    const { url } = await startPingGateway(variables);
    expect(cors((await preflight(url, origin)).headers)).toEqual([]);
    const { headers } = await send(url, json({ query: '{ ping }' }, { origin }));
    expect(cors(headers)).toEqual([]);
    expect(headers.get('vary')).toContain('Origin');
  });

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
