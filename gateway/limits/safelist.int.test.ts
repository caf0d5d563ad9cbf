import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, send } from '../testing/send-request.ts';
import { startTestGateway, type TestGateway, testEnv } from '../testing/test-gateway.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hashOnly = (text: string) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: sha256(text) } },
});
const listed = 'query Greet($name: String) { greet(name: $name) }';
const change = 'mutation Rename { rename }';
const other = '{ greet(name: "you") }';

const folder = mkdtempSync(join(tmpdir(), 'shop-safelist-'));
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

let gateway: TestGateway;
beforeAll(async () => {
  const list = { [sha256(listed)]: listed, [sha256(change)]: change };
  gateway = await startTestGateway({
    sdl: 'type Query { greet(name: String): String } type Mutation { rename: String }',
    resolvers: {
      Query: { greet: (_, { name }) => `hello ${name}` },
      Mutation: { rename: () => 'done' },
    },
    variables: { SAFELIST_PATH: file('good.json', JSON.stringify(list)) },
  });
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true });
});
const post = (body: object) => send(gateway.url, json(body));
const refused = { status: 400, codes: ['PERSISTED_QUERY_NOT_IN_LIST'] };

describe('safelisted mode', () => {
  const variables = { name: 'Nel' };
  it.each([
    ['its text', { query: listed, variables }, 'hello Nel'],
    ['its hash, on the first request', { ...hashOnly(listed), variables }, 'hello Nel'],
    ['both', { query: listed, ...hashOnly(listed), variables }, 'hello Nel'],
    ['its hash, a mutation', hashOnly(change), 'done'],
    ['its documentId', { documentId: `sha256:${sha256(listed)}`, variables }, 'hello Nel'],
  ])('a safelisted operation runs by %s', async (_, body, expected) => {
    const { status, text } = await post(body);
    expect([status, text]).toEqual([200, expect.stringContaining(expected)]);
  });

  it.each([
    ['text', { query: other }],
    ['text that differs in a space', { query: `${listed} ` }],
    ['text with the hash of a listed one', { query: other, ...hashOnly(listed) }],
    ['hash', hashOnly(other)],
    ['documentId', { documentId: `sha256:${sha256(other)}` }],
    ['text and hash, as a client registers it', { query: other, ...hashOnly(other) }],
    ['text that is not GraphQL, without a hint at the schema', { query: '{ gree' }],
    ['text with an operation name', { query: other, operationName: 'Greet' }],
    ['empty text', { query: '', ...hashOnly(listed) }],
    ['hash that is not text', { extensions: { persistedQuery: { version: 1, sha256Hash: {} } } }],
    [
      'hash named like a method',
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'toString' } } },
    ],
  ])('another operation is refused, sent by %s', async (_, body) => {
    expect(await post(body)).toMatchObject(refused);
    expect((await post(hashOnly(other))).codes).toEqual(refused.codes);
  });

  it('a GET runs a safelisted query and no other', async () => {
    const get = (parameters: Record<string, string>) =>
      send(`${gateway.url}?${new URLSearchParams(parameters)}`, {
        headers: { 'apollo-require-preflight': '1' },
      });
    const extensions = JSON.stringify(hashOnly(listed).extensions);
    const named = await get({ extensions, variables: '{"name":"Nel"}' });
    expect(named.text).toContain('hello Nel');
    expect(await get({ query: other })).toMatchObject(refused);
    expect(await get({ query: other, extensions })).toMatchObject(refused);
  });

  it('a request without text and hash is BAD_REQUEST', async () => {
    expect(await post({ variables })).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
  });
});

describe('a safelist file', () => {
  it('that graphql-codegen writes is accepted', () => {
    const path = new URL('../../examples/generated/persisted-documents.json', import.meta.url);
    const { SAFELIST_PATH: list } = testEnv({ SAFELIST_PATH: path.pathname });
    const [[hash = '', document] = []] = list?.byHash ?? [];
    expect(hash).toBe(sha256(String(document)));
  });

  it.each([
    ['that does not exist', join(folder, 'none.json'), 'ENOENT'],
    ['that is not JSON', file('text.json', 'oops'), 'JSON'],
    ['with a list in it', file('list.json', '["{ greet }"]'), 'its values must be documents'],
    ['with numbers in it', file('numbers.json', '{"a":1}'), 'its values must be documents'],
    ['with a wrong hash', file('wrong.json', '{"abc":"{ greet }"}'), 'abc is not the SHA-256'],
  ])('a safelist file %s stops the start', (_, path, why) => {
    const start = () => testEnv({ SAFELIST_PATH: path });
    expect(start).toThrow(/SAFELIST_PATH: must be the path of a safelist/);
    expect(start).toThrow(why);
  });
});
