import { request as httpRequest } from 'node:http';
import { verifyInternalToken } from '@shop/service';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { identifierOf, newPair, signWith, viewer } from '../testing/identity.ts';
import { gatewayKeys, startOverRecorder } from '../testing/subgraphs.ts';

const user = newPair();
const token = signWith(user);
const query = JSON.stringify({ query: '{ hello }' });
let stage: Awaited<ReturnType<typeof startOverRecorder>>;
beforeAll(async () => {
  stage = await startOverRecorder(identifierOf({ find: async () => user.publicKey }));
});
afterAll(() => stage.stop());
beforeEach(() => {
  stage.requests.splice(0);
  stage.failures.splice(0);
  stage.told.answer = { body: { data: { hello: 'world' } } };
});

type Header = readonly [name: string, value: string];

/** Sends headers exactly as given, doubles too, which `fetch` would not. */
function ask(...headers: Header[]) {
  const all = [['content-type', 'application/json'], ['host', 'shop.example'], ...headers].flat();
  return new Promise<{ status: number | undefined; body: Answer }>((resolve, reject) => {
    const request = httpRequest(stage.url, { method: 'POST', headers: all }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
    });
    request.on('error', reject).end(query);
  });
}
type Answer = { data?: unknown; errors?: { extensions: { code: string } }[] };
const signedIn: Header = ['authorization', `Bearer ${token}`];
const codes = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions.code);

describe('a subgraph', () => {
  it('hears from the gateway who asks, and no header of the client', async () => {
    const { body } = await ask(
      signedIn,
      ['authorization', `Bearer ${signWith(newPair())}`],
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
    const [heard] = stage.requests;
    const own = ['authorization', 'content-length', 'content-type', 'host', 'connection'];
    const ofFetch = [
      'accept',
      'accept-encoding',
      'accept-language',
      'sec-fetch-mode',
      'user-agent',
    ];
    const ofUs = ['x-client-address', 'x-client-agent', 'x-request-id'];
    const names = Object.keys(heard?.headersDistinct ?? {});
    expect(names.filter((name) => ![...own, ...ofFetch, ...ofUs].includes(name))).toEqual([]);
    expect(heard?.headersDistinct).toMatchObject({
      'x-client-address': ['127.0.0.1'],
      'x-client-agent': ['tests/1.0'],
      'x-request-id': [expect.stringMatching(/^[\da-f-]{36}$/)],
    });
    expect(heard?.headers.host).toMatch(/^127\.0\.0\.1:/);
    const [given, ...more] = heard?.headersDistinct['authorization'] ?? [];
    expect(more).toEqual([]);
    const internal = given?.replace(/^Bearer /, '') ?? '';
    expect(internal).not.toBe(token);
    expect(verifyInternalToken(internal, 'greeting', gatewayKeys)).toEqual({ viewer });
  });

  it('hears of a visitor as a visitor, whatever else the client says of itself', async () => {
    await ask(['x-user-id', 'admin'], ['x-authorization', `Bearer ${token}`]);
    const internal = stage.requests[0]?.headers.authorization?.replace(/^Bearer /, '') ?? '';
    expect(verifyInternalToken(internal, 'greeting', gatewayKeys)).toEqual({ viewer: undefined });
  });

  it('hears nothing of a client whose token is bad, or is the gateway’s own', async () => {
    await ask(signedIn);
    const internal = stage.requests[0]?.headers.authorization ?? '';
    stage.requests.splice(0);
    for (const bad of ['Bearer nonsense', '', internal]) {
      const { status, body } = await ask(['authorization', bad]);
      expect([status, codes(body)]).toEqual([401, ['UNAUTHENTICATED']]);
    }
    expect(stage.requests).toEqual([]);
  });

  it('hears of a trace and a request that are well named', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await ask(['traceparent', traceparent], ['x-request-id', 'request-1']);
    expect(stage.requests[0]?.headers).toMatchObject({ traceparent, 'x-request-id': 'request-1' });
  });
});

describe('a client who is signed in', () => {
  const refusal = {
    errors: [{ message: 'Sign in first.', extensions: { code: 'UNAUTHENTICATED' } }],
  };

  it.each([
    ['with 401', { status: 401, body: refusal }],
    ['with 403', { status: 403, body: {} }],
    ['in an answer', { body: { data: { hello: null }, ...refusal } }],
    ['in an answer without data', { body: refusal }],
  ])('is not told to sign in when a subgraph refuses the gateway %s', async (_, answer) => {
    stage.told.answer = answer;
    const { status, body } = await ask(signedIn);
    expect([status, codes(body)]).toEqual([200, ['SERVICE_UNAVAILABLE']]);
    expect(JSON.stringify(body)).not.toContain('Sign in');
    expect(stage.failures).toHaveLength(1);
  });

  it('still hears every other error of a subgraph', async () => {
    const forbidden = { message: 'no', extensions: { code: 'FORBIDDEN' } };
    stage.told.answer = { body: { data: { hello: null }, errors: [forbidden] } };
    expect(codes((await ask(signedIn)).body)).toEqual(['FORBIDDEN']);
    expect(stage.failures).toEqual([]);
  });
});

it('a visitor is told to sign in when a subgraph says so, but not when it refuses the gateway', async () => {
  const refusal = { message: 'Sign in first.', extensions: { code: 'UNAUTHENTICATED' } };
  stage.told.answer = { body: { data: { hello: null }, errors: [refusal] } };
  expect(codes((await ask()).body)).toEqual(['UNAUTHENTICATED']);
  stage.told.answer = { status: 401, body: { errors: [refusal] } };
  expect(codes((await ask()).body)).toEqual(['SERVICE_UNAVAILABLE']);
});

describe('a subgraph that answers 400', () => {
  const bad = { message: 'The amount is no number.', extensions: { code: 'BAD_USER_INPUT' } };

  it.each([undefined, signedIn])('is heard when the input is what is bad', async (header) => {
    stage.told.answer = { status: 400, body: { errors: [bad] } };
    const { status, body } = await ask(...(header ? [header] : []));
    expect(status).toBe(200);
    expect(body.errors).toEqual([bad]);
    expect(stage.failures).toEqual([]);
  });

  it.each([
    [
      'for another reason',
      { errors: [{ message: 'no field', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    ],
    ['for another reason too', { errors: [bad, { message: 'x' }] }],
    ['without a reason', { errors: [] }],
    ['with a page', '<html>'],
  ])('%s is a fault between services', async (_, body) => {
    stage.told.answer = { status: 400, body };
    const answer = await ask(signedIn);
    expect(codes(answer.body)).toEqual(['SERVICE_UNAVAILABLE']);
    expect(stage.failures).toHaveLength(1);
  });
});
