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
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('the refusal of a request that another page may have made is not cached', async () => {
    const { url } = await startPingGateway();
    const response = await send(`${url}?query={ping}`);
    expect(response.status).toBe(400);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});
