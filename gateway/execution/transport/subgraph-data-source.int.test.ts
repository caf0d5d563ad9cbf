import { request as httpRequest } from 'node:http';
import { verifyInternalToken } from '@shop/service';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authenticatorOf, newKeyPair, signWith, viewer } from '../../testing/access-tokens.ts';
import { gatewayKeys, startOverRecorder } from '../../testing/recording-subgraph.ts';

const user = newKeyPair();
const token = signWith(user);
const query = JSON.stringify({ query: '{ hello }' });
let stage: Awaited<ReturnType<typeof startOverRecorder>>;
beforeAll(async () => {
  stage = await startOverRecorder(authenticatorOf({ find: async () => user.publicKey }));
});
afterAll(() => stage.stop());
beforeEach(() => {
  stage.requests.splice(0);
  stage.failures.splice(0);
  stage.next.reply = { body: { data: { hello: 'world' } } };
});

type Header = readonly [name: string, value: string];

/** Sends these headers exactly, duplicates included, which `fetch` does not. */
function send(...headers: Header[]) {
  const all = [['content-type', 'application/json'], ['host', 'shop.example'], ...headers].flat();
  return new Promise<{ status: number | undefined; body: Body }>((resolve, reject) => {
    const request = httpRequest(stage.url, { method: 'POST', headers: all }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
    });
    request.on('error', reject).end(query);
  });
}
type Body = { data?: unknown; errors?: { extensions: { code: string } }[] };
const authenticated: Header = ['authorization', `Bearer ${token}`];
const codes = ({ errors = [] }: Body) => errors.map(({ extensions }) => extensions.code);

describe('a request to a subgraph', () => {
  it('a subgraph receives an internal token with the viewer and no header of the client', async () => {
    const { body } = await send(
      authenticated,
      ['authorization', `Bearer ${signWith(newKeyPair())}`],
      ['x-client-address', '6.6.6.6'],
      ['x-client-agent', 'forged'],
      ['x-forwarded-for', '6.6.6.6'],
      ['forwarded', 'for=6.6.6.6'],
      ['x-user-id', 'admin'],
      ['x-shop-viewer', '{"roles":["ADMIN"]}'],
      ['x-request-id', 'no good id'],
      ['traceparent', 'forged'],
      ['cookie', 'session=1'],
      ['proxy-authorization', 'Basic x'],
      ['apollo-require-preflight', '1'],
      ['user-agent', 'tests/1.0'],
    );
    expect(body).toEqual({ data: { hello: 'world' } });
    const [received] = stage.requests;
    const own = ['authorization', 'content-length', 'content-type', 'host', 'connection'];
    const ofFetch = [
      'accept',
      'accept-encoding',
      'accept-language',
      'sec-fetch-mode',
      'user-agent',
    ];
    const ofGateway = ['x-client-address', 'x-client-agent', 'x-request-id'];
    const names = Object.keys(received?.headersDistinct ?? {});
    expect(names.filter((name) => ![...own, ...ofFetch, ...ofGateway].includes(name))).toEqual([]);
    expect(received?.headersDistinct).toMatchObject({
      'x-client-address': ['127.0.0.1'],
      'x-client-agent': ['tests/1.0'],
      'x-request-id': [expect.stringMatching(/^[\da-f-]{36}$/)],
    });
    expect(received?.headers.host).toMatch(/^127\.0\.0\.1:/);
    const [first, ...more] = received?.headersDistinct['authorization'] ?? [];
    expect(more).toEqual([]);
    const internal = first?.replace(/^Bearer /, '') ?? '';
    expect(internal).not.toBe(token);
    expect(verifyInternalToken(internal, 'greeting', gatewayKeys)).toEqual({ viewer });
  });

  it('an anonymous request reaches a subgraph as anonymous, whatever other headers the client sends', async () => {
    await send(['x-user-id', 'admin'], ['x-authorization', `Bearer ${token}`]);
    const internal = stage.requests[0]?.headers.authorization?.replace(/^Bearer /, '') ?? '';
    expect(verifyInternalToken(internal, 'greeting', gatewayKeys)).toEqual({ viewer: undefined });
  });

  it('a request with an invalid token, or with an internal token, reaches no subgraph', async () => {
    await send(authenticated);
    const internal = stage.requests[0]?.headers.authorization ?? '';
    stage.requests.splice(0);
    for (const invalid of ['Bearer nonsense', '', internal]) {
      const { status, body } = await send(['authorization', invalid]);
      expect([status, codes(body)]).toEqual([401, ['UNAUTHENTICATED']]);
    }
    expect(stage.requests).toEqual([]);
  });

  it('a subgraph receives a valid request id, and no trace context of a client', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await send(['traceparent', traceparent], ['x-request-id', 'request-1']);
    expect(stage.requests[0]?.headers).toMatchObject({ 'x-request-id': 'request-1' });
    expect(stage.requests[0]?.headers).not.toHaveProperty('traceparent');
  });
});

describe('an authenticated client', () => {
  const refusal = {
    errors: [{ message: 'Sign in first.', extensions: { code: 'UNAUTHENTICATED' } }],
  };

  it.each([
    ['with 401', { status: 401, body: refusal }],
    ['with 403', { status: 403, body: {} }],
    ['in a response', { body: { data: { hello: null }, ...refusal } }],
    ['in a response without data', { body: refusal }],
  ])(
    'UNAUTHENTICATED of a subgraph %s is SERVICE_UNAVAILABLE for an authenticated client',
    async (_, reply) => {
      stage.next.reply = reply;
      const { status, body } = await send(authenticated);
      expect([status, codes(body)]).toEqual([503, ['SERVICE_UNAVAILABLE']]);
      expect(JSON.stringify(body)).not.toContain('Sign in');
      expect(stage.failures).toHaveLength(1);
    },
  );

  it('every other error of a subgraph reaches an authenticated client', async () => {
    const forbidden = { message: 'no', extensions: { code: 'FORBIDDEN' } };
    stage.next.reply = { body: { data: { hello: null }, errors: [forbidden] } };
    expect(codes((await send(authenticated)).body)).toEqual(['FORBIDDEN']);
    expect(stage.failures).toEqual([]);
  });
});

it('an anonymous client receives UNAUTHENTICATED of a resolver, but not of a subgraph that rejects the gateway', async () => {
  const refusal = { message: 'Sign in first.', extensions: { code: 'UNAUTHENTICATED' } };
  stage.next.reply = { body: { data: { hello: null }, errors: [refusal] } };
  expect(codes((await send()).body)).toEqual(['UNAUTHENTICATED']);
  stage.next.reply = { status: 401, body: { errors: [refusal] } };
  expect(codes((await send()).body)).toEqual(['SERVICE_UNAVAILABLE']);
});

describe('a subgraph that responds 400', () => {
  const bad = { message: 'The amount is not a number.', extensions: { code: 'BAD_USER_INPUT' } };

  it.each([undefined, authenticated])(
    'BAD_USER_INPUT of a subgraph that responds 400 reaches the client',
    async (header) => {
      stage.next.reply = { status: 400, body: { errors: [bad] } };
      const { status, body } = await send(...(header ? [header] : []));
      expect(status).toBe(200);
      expect(body.errors).toEqual([bad]);
      expect(stage.failures).toEqual([]);
    },
  );

  it.each([
    [
      'for another reason',
      { errors: [{ message: 'no field', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    ],
    ['for another reason too', { errors: [bad, { message: 'x' }] }],
    ['without a reason', { errors: [] }],
    ['with a page', '<html>'],
  ])('a status of 400 %s is SERVICE_UNAVAILABLE', async (_, reply) => {
    stage.next.reply = { status: 400, body: reply };
    const { body } = await send(authenticated);
    expect(codes(body)).toEqual(['SERVICE_UNAVAILABLE']);
    expect(stage.failures).toHaveLength(1);
  });
});
