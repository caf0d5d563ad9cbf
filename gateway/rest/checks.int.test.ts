import { describe, expect, it } from 'vitest';
import { call } from '../testing/call-rest.ts';
import { production } from '../testing/ping-gateway.ts';
import { changes, startThings } from '../testing/thing-gateway.ts';

describe('the same checks as for GraphQL', () => {
  it('a token is verified, and its viewer runs the operation', async () => {
    const { api } = await startThings();
    const headers = { authorization: 'Bearer nel' };
    expect((await call(`${api}/me`, { headers })).body).toEqual({ id: '1', name: 'nel' });
    const expired = await call(`${api}/me`, { headers: { authorization: 'Bearer expired' } });
    expect([expired.status, expired.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer error="invalid_token"',
    ]);
  });

  it('requests are limited by address and by viewer, with the time to wait', async () => {
    for (const name of ['RATE_LIMIT_ADDRESS', 'RATE_LIMIT_ANONYMOUS']) {
      const { api } = await startThings({ variables: { [name]: '1' } });
      expect((await call(`${api}/things/1`)).status).toBe(200);
      const { status, headers, body } = await call(`${api}/things/1`);
      expect([status, body.code]).toEqual([429, 'RATE_LIMITED']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('limits of operations hold', async () => {
    const { api } = await startThings({ variables: { OPERATION_MAX_DEPTH: '1' } });
    const { status, body } = await call(`${api}/things/1`);
    expect([status, body.code]).toEqual([400, 'QUERY_TOO_COMPLEX']);
  });

  it('pages of allowed origins may call with every method, and others are refused', async () => {
    const { api } = await startThings({ variables: { CORS_ORIGINS: 'https://shop.example' } });
    const preflight = (origin: string) =>
      call(`${api}/things/1`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'PATCH' },
      });
    const allowed = await preflight('https://shop.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-methods')).toContain('PATCH');
    const refused = await preflight('https://evil.example');
    expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN']);
    const { headers } = await call(`${api}/things/1`, {
      headers: { origin: 'https://shop.example' },
    });
    expect(headers.get('access-control-expose-headers')).toContain('etag');
  });

  it('responses have the security headers of the gateway', async () => {
    const { api } = await startThings({ variables: production });
    for (const path of ['/things/1', '/nothing']) {
      const { headers } = await call(`${api}${path}`);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('a page of another site cannot make a browser change anything', async () => {
    const { api } = await startThings();
    const before = changes.count;
    const body = JSON.stringify({ name: 'x' });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const init = { method: 'POST', headers: { 'content-type': type }, body };
      expect((await call(`${api}/things/1/copies`, init)).status).toBe(415);
    }
    expect(changes.count).toBe(before);
  });
});
