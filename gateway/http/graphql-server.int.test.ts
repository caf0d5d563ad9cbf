import { createHash, randomUUID } from 'node:crypto';
import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { loggedMessage, production, startPingGateway } from '../testing/ping-gateway.ts';
import { json, send } from '../testing/send-request.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('operation checks', () => {
  it.each([
    ['too many tokens', `{ ${'ping '.repeat(1_000)} }`, 'GRAPHQL_PARSE_FAILED', '1000'],
    [
      'too many selections',
      `{ ${'ping '.repeat(501)} }`,
      'GRAPHQL_VALIDATION_FAILED',
      'too many selections',
    ],
    ['too many root fields', `{ ${'ping '.repeat(21)} }`, 'QUERY_TOO_COMPLEX', '21; at most 20'],
  ])('an operation with %s is refused before anything runs', async (_, query, code, message) => {
    const { url } = await startPingGateway();
    const { status, codes, text } = await send(url, json({ query }));
    expect([status, codes]).toEqual([400, [code]]);
    expect(text).toContain(message);
  });

  it('an alias may have the name of an introspection field', async () => {
    const { url } = await startPingGateway();
    const { text } = await send(url, json({ query: '{ __typename: ping __schema: ping }' }));
    expect(JSON.parse(text)).toEqual({ data: { __typename: 'pong', __schema: 'pong' } });
  });

  it('environment variables set the limits of an operation', async () => {
    const { url } = await startPingGateway({
      OPERATION_MAX_DEPTH: '2',
      OPERATION_MAX_TOKENS: '30',
    });
    const deep = '{ product(id: 1) { similar { name } } }';
    expect((await send(url, json({ query: deep }))).text).toContain('depth is 3; at most 2');
    const long = `{ ${'ping '.repeat(29)} }`;
    expect((await send(url, json({ query: long }))).codes).toEqual(['GRAPHQL_PARSE_FAILED']);
  });

  it('a fragment bomb is refused quickly', async () => {
    const { url } = await startPingGateway({ OPERATION_MAX_SELECTIONS: '1000000000000000' });
    const fragments = Array.from(
      { length: 40 },
      (_, n) =>
        `fragment F${n} on Product { a: ${n === 39 ? 'id' : `similar { ...F${n + 1} } similar { ...F${n + 1} }`} }`,
    );
    const begin = performance.now();
    const { status, codes } = await send(
      url,
      json({ query: `{ product(id: 1) { ...F0 } } ${fragments.join(' ')}` }),
    );
    expect([status, codes]).toEqual([400, ['QUERY_TOO_COMPLEX']]);
    expect(performance.now() - begin).toBeLessThan(20_000);
  });

  const two = 'query A { ping } query B { ping }';
  it.each([
    [{ query: '{ ping }', operationName: '' }, 'The operationName is empty'],
    [{ query: '{ ping }', operationName: 'Unknown' }, 'no operation with this name'],
    [{ query: two, operationName: '' }, 'The operationName is empty'],
    [{ query: two }, 'has 2 operations. Name one of them'],
    [{ query: two, operationName: null }, 'has 2 operations. Name one of them'],
  ])('a request that selects no operation is 400 with the reason: %j', async (body, message) => {
    const { url } = await startPingGateway();
    const { status, codes, text } = await send(url, json(body));
    expect([status, codes]).toEqual([400, ['OPERATION_RESOLUTION_FAILURE']]);
    expect(text).toContain(message);
  });

  it('an empty operation name in a URL is absent', async () => {
    const { url } = await startPingGateway();
    const get = (query: string, name: string) =>
      send(`${url}?${new URLSearchParams({ query, operationName: name })}`, {
        headers: { 'apollo-require-preflight': 'true' },
      });
    expect((await get('query A { ping }', '')).text).toContain('pong');
    expect((await get(two, 'B')).text).toContain('pong');
    expect((await get(two, '')).text).toContain('has 2 operations. Name one of them');
    expect((await get('{ ping }', ' ')).text).toContain('no operation with this name');
  });

  it('an operation is registered with its hash, and then sent as a hash alone', async () => {
    const { url } = await startPingGateway();
    const extensions = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } });
    const unknown = await send(url, json({ extensions: extensions(sha256(randomUUID())) }));
    expect([unknown.status, unknown.codes]).toEqual([200, ['PERSISTED_QUERY_NOT_FOUND']]);
    const query = `{ ping } # ${randomUUID()}`;
    const hash = sha256(query);
    expect((await send(url, json({ query, extensions: extensions(hash) }))).text).toContain('pong');
    expect((await send(url, json({ extensions: extensions(hash) }))).text).toContain('pong');
  });
});

describe('internal details', () => {
  it('an unexpected error is masked with an id, under which the log has all details but credentials', async () => {
    const { url, logged } = await startPingGateway();
    const { status, codes, text } = await send(url, json({ query: '{ ping broken }' }));
    expect([status, codes]).toEqual([200, ['INTERNAL_SERVER_ERROR']]);
    const { data, errors } = JSON.parse(text);
    expect(data).toEqual({ ping: 'pong', broken: null });
    expect(text).not.toMatch(/secret|postgres|stacktrace|serviceName|node_modules/);
    const { errorId } = errors[0].extensions;
    expect(errors[0].message).toContain(errorId);
    const line = logged.find((entry) => entry.includes(errorId)) ?? '';
    expect(JSON.parse(line)).toMatchObject({ level: 'error', err: { message: loggedMessage } });
  });

  it.each([
    ['introspection', { query: getIntrospectionQuery() }],
    ['introspection of one type', { query: '{ __type(name: "Product") { name } }' }],
    ['a suggestion of a field', { query: '{ pinf }' }],
    ['a suggestion of a type', { query: '{ ping ... on Produkt { id } }' }],
    ['a suggestion of an argument', { query: '{ product(ix: 1) { id } }' }],
    ['a suggestion of an enum value', { query: '{ product(id: 1, kind: SHIRR) { id } }' }],
  ])('production does not show the schema by %s', async (_, body) => {
    const { url } = await startPingGateway(production);
    const { status, text } = await send(url, json(body));
    expect(status).toBe(400);
    expect(text).not.toMatch(/Did you mean|SHIRT|"types"/);
    const open = await startPingGateway();
    const shown = await send(open.url, json(body));
    expect(shown.text).toMatch(/Did you mean|"data"/);
  });

  it('an invalid variable shows neither its value nor other values of the schema', async () => {
    const { url, logged } = await startPingGateway();
    const query = 'query ($k: Kind) { ping product(id: 1, kind: $k) { id } }';
    const { status, text } = await send(url, json({ query, variables: { k: 'SHIRR' } }));
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({
      errors: [
        {
          message: 'Variable "$k" is invalid: Expected type "Kind".',
          locations: [{ line: 1, column: 8 }],
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
    expect(logged).toEqual([]);
  });

  it('production serves no explorer page', async () => {
    const { url } = await startPingGateway(production);
    const headers = { accept: 'text/html' };
    expect((await send(url, { headers })).status).toBe(400);
    const open = await startPingGateway();
    expect((await send(open.url, { headers })).text).toMatch(/<html/i);
  });
});
