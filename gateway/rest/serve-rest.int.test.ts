import { describe, expect, it } from 'vitest';
import { call, json } from '../testing/call-rest.ts';
import { loggedMessage, startThings } from '../testing/thing-gateway.ts';

describe('responses', () => {
  it('a query is its result, with the version in the entity tag', async () => {
    const { api } = await startThings();
    const { status, headers, body } = await call(`${api}/things/1`);
    expect([status, body]).toEqual([200, { id: '1', name: 'Tee', version: 3, stock: 5 }]);
    expect(headers.get('etag')).toMatch(/^"3\.[\w-]{16}"$/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('vary')).toBe('Accept-Encoding, Origin, Authorization');
  });

  it('a body that the client has is 304, and HEAD has no body', async () => {
    const { api } = await startThings();
    const etag = (await call(`${api}/things/1`)).headers.get('etag') ?? '';
    const again = await call(`${api}/things/1`, { headers: { 'if-none-match': etag } });
    expect([again.status, again.text]).toEqual([304, '']);
    const other = await call(`${api}/things/1`, { headers: { 'if-none-match': '"3.x"' } });
    expect(other.status).toBe(200);
    const head = await call(`${api}/things/1`, { method: 'HEAD' });
    expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', etag]);
  });

  it('a page has links to its neighbours, with their size', async () => {
    const { api } = await startThings();
    const { headers } = await call(`${api}/things?first=1&after=x`);
    expect(headers.get('link')).toBe(
      '</api/v1/things?first=1&after=b>; rel="next", </api/v1/things?last=1&before=a>; rel="prev"',
    );
  });

  it('something new is 201 with its path, and has the other fields of the payload', async () => {
    const { api } = await startThings();
    const init = json('POST', { name: 'Mug' }, { 'idempotency-key': 'my key 1' });
    const { status, headers, body } = await call(`${api}/things/1/copies`, init);
    expect([status, headers.get('location')]).toEqual([201, '/api/v1/things/1']);
    expect(body).toEqual({ id: '1', name: 'Mug', version: 4, token: 'my key 1' });
  });

  it('what has been renamed leads to its present name', async () => {
    const { api } = await startThings();
    const renamed = await call(`${api}/named/Shirt`, { redirect: 'manual' });
    expect([renamed.status, renamed.headers.get('location')]).toEqual([301, '/api/v1/named/Tee']);
    expect(renamed.body).toMatchObject({ name: 'Tee' });
    expect((await call(`${api}/named/Shirt`)).status).toBe(200);
    expect((await call(`${api}/named/Tee`, { redirect: 'manual' })).status).toBe(200);
  });

  it('a part that is unavailable is null, with the reason', async () => {
    const { api } = await startThings();
    const { status, body } = await call(`${api}/things/2`);
    expect([status, body.stock, body.name]).toEqual([200, null, 'Tee']);
    expect(body.errors).toEqual([
      { pointer: '#/stock', code: 'SERVICE_UNAVAILABLE', detail: 'Stock is unavailable.' },
    ]);
  });

  it('a deprecated route states since when, until when, and its successor', async () => {
    const { api } = await startThings();
    const { status, headers } = await call(`${api}/old`);
    expect(status).toBe(200);
    expect(headers.get('deprecation')).toBe(`@${Date.UTC(2027, 0, 1) / 1_000}`);
    expect(headers.get('sunset')).toBe('Thu, 01 Jul 2027 00:00:00 GMT');
    expect(headers.get('link')).toBe('</api/v1/things/{thingId}>; rel="successor-version"');
    expect((await call(`${api}/things/1`)).headers.get('deprecation')).toBeNull();
  });
});

describe('problems', () => {
  it.each([
    ['GET', '/things/0', 404, 'NOT_FOUND'],
    ['GET', '/nothing', 404, 'NOT_FOUND'],
    ['GET', '', 404, 'NOT_FOUND'],
    ['GET', '/Things', 404, 'NOT_FOUND'],
    ['GET', '/things/%E0%A4%A', 400, 'BAD_REQUEST'],
    ['GET', '/things?first=%E0%A4%A', 400, 'BAD_USER_INPUT'],
    ['GET', '/things?frist=1', 400, 'BAD_USER_INPUT'],
    ['GET', '/me', 401, 'UNAUTHENTICATED'],
    ['DELETE', '/things', 405, 'BAD_REQUEST'],
    ['GET', '/outage', 503, 'SERVICE_UNAVAILABLE'],
  ])('%s %s is %d %s', async (method, path, status, code) => {
    const { api, logged } = await startThings();
    const response = await call(`${api}${path}`, { method });
    expect([response.status, response.body.code, response.body.status]).toEqual([
      status,
      code,
      status,
    ]);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.body).toMatchObject({
      type: 'about:blank',
      title: expect.any(String),
      detail: expect.any(String),
      requestId: response.headers.get('x-request-id'),
    });
    expect(logged).toEqual([]);
  });

  it.each([
    ['without a body', { method: 'PATCH' }, 400, 'BAD_USER_INPUT'],
    ['that is not JSON', json('PATCH', '{oops'), 400, 'BAD_REQUEST'],
    ['that is a text', json('PATCH', '"text"'), 400, 'BAD_REQUEST'],
    ['that is a list', json('PATCH', []), 400, 'BAD_REQUEST'],
    ['of another type', { method: 'PATCH', body: 'name=x' }, 415, 'BAD_REQUEST'],
    ['with a wrong field', json('PATCH', { name: 1 }), 400, 'BAD_USER_INPUT'],
    ['beyond 100 kB', json('PATCH', { name: 'x'.repeat(200_000) }), 413, 'BAD_REQUEST'],
    [
      'in an unknown encoding',
      json('PATCH', {}, { 'content-encoding': 'rot13' }),
      415,
      'BAD_REQUEST',
    ],
    ['that is refused', json('PATCH', { name: '' }), 422, 'INVALID_VALUE'],
    ['that conflicts', json('PATCH', { name: 'taken' }), 409, 'SLUG_TAKEN'],
    [
      'for another version',
      json('PATCH', { name: 'x' }, { 'if-match': '"2"' }),
      412,
      'VERSION_CONFLICT',
    ],
    [
      'for an unknown version',
      json('PATCH', { name: 'x' }, { 'if-match': '"?"' }),
      412,
      'BAD_USER_INPUT',
    ],
    ['for no version', json('PATCH', { name: 'x' }, { 'if-match': '3' }), 400, 'BAD_USER_INPUT'],
  ] as [string, RequestInit, number, string][])(
    'a body %s is %d',
    async (_, init, status, code) => {
      const { api, logged } = await startThings();
      const response = await call(`${api}/things/1`, init);
      expect([response.status, response.body.code]).toEqual([status, code]);
      expect(response.text).not.toMatch(/node_modules|\.ts:|\.js:/);
      expect(logged).toEqual([]);
    },
  );

  it('the version that the client has seen is changed', async () => {
    const { api } = await startThings();
    const etag = (await call(`${api}/things/1`)).headers.get('etag') ?? '';
    const init = json('PATCH', { name: 'Mug' }, { 'if-match': etag });
    const { status, headers } = await call(`${api}/things/1`, init);
    expect([status, headers.get('etag')?.slice(0, 3)]).toEqual([200, '"4.']);
  });

  it('a refusal points to its field, and states when to try again', async () => {
    const { api } = await startThings();
    const { body } = await call(`${api}/things/1`, json('PATCH', { name: '' }));
    expect(body.errors).toEqual([
      { code: 'INVALID_VALUE', detail: 'The name must not be empty.', pointer: '#/name' },
    ]);
    const conflict = json('PATCH', { name: 'x' }, { 'if-match': '"2"' });
    expect((await call(`${api}/things/1`, conflict)).body.errors[0].header).toBe('If-Match');
    const many = await call(`${api}/things/1`, json('PATCH', { name: 'many' }));
    expect([many.status, many.headers.get('retry-after')]).toEqual([429, '42']);
    expect(many.body.errors[0].details).toEqual({ type: 'WaitDetails', seconds: 42 });
  });

  it('another method is refused with those that are served', async () => {
    const { api } = await startThings();
    const { headers } = await call(`${api}/things/1`, { method: 'DELETE' });
    expect(headers.get('allow')).toBe('GET, PATCH, HEAD, OPTIONS');
  });

  it('an unexpected error is an id, under which the log has all details but credentials', async () => {
    const { api, logged } = await startThings();
    const { status, body, text } = await call(`${api}/broken`);
    expect([status, body.code]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    expect(text).not.toMatch(/secret|postgres/);
    const [errorId = '?'] = /[\da-f-]{36}/.exec(body.detail) ?? [];
    const line = logged.find((entry) => entry.includes(errorId)) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ err: { message: loggedMessage } });
  });
});

it('a gateway of another graph serves no routes that do not fit it, and logs them', async () => {
  const { api, logged } = await startThings({
    sdl: 'type Query { thing(id: ID!): Thing } type Thing { id: ID! name: String version: Int! stock: Int }',
    resolvers: { Query: { thing: () => ({ id: '1', version: 1 }) } },
  });
  expect((await call(`${api}/things/1`)).status).toBe(200);
  expect((await call(`${api}/things`)).status).toBe(404);
  const [line = '{}'] = logged;
  expect(JSON.parse(line)).toMatchObject({
    level: 'warn',
    faults: expect.arrayContaining([expect.stringContaining('GET /things: ')]),
  });
});
