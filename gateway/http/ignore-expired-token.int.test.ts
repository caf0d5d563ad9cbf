import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { expect, it, onTestFinished } from 'vitest';
import { json, send } from '../testing/send-request.ts';
import { type LocalSubgraph, startTestGateway } from '../testing/test-gateway.ts';
import { expiredTokenHint, signInMutations } from './ignore-expired-token.ts';

const shop: LocalSubgraph = {
  sdl: `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"])
    type Query { products: String, secret: String @authenticated }
    type Mutation { login: String, refreshToken: String, rename: String }
  `,
  resolvers: {
    Query: { products: () => 'tee' },
    Mutation: { login: () => 'in', refreshToken: () => 'new', rename: () => 'done' },
  },
};

async function run(query: string, options: Partial<LocalSubgraph> = {}) {
  const gateway = await startTestGateway({ ...shop, ...options });
  onTestFinished(gateway.stop);
  const reply = await send(gateway.url, json({ query }, { authorization: 'Bearer expired' }));
  return { ...reply, body: JSON.parse(reply.text) };
}

it.each([
  '{ products }',
  '{ a: products __typename }',
  'mutation { login }',
  'mutation { a: refreshToken b: login }',
])('an expired access token is ignored for %s, and the response says so', async (query) => {
  const { status, body } = await run(query);
  expect([status, body.errors]).toEqual([200, undefined]);
  expect(Object.values(body.data).every(Boolean)).toBe(true);
  expect(body.extensions).toEqual(expiredTokenHint);
});

it.each([
  '{ secret }',
  '{ products secret }',
  'mutation { rename }',
  'mutation { login rename }',
  'mutation { login ...F } fragment F on Mutation { rename }',
])('an expired access token is refused for %s', async (query) => {
  const { status, headers, codes, body } = await run(query);
  expect([status, codes]).toEqual([401, ['UNAUTHENTICATED']]);
  expect(headers.get('www-authenticate')).toContain('invalid_token');
  expect(body.data).toBeFalsy();
});

it('an expired access token is refused for data that may depend on the viewer', async () => {
  expect((await run('{ products }', { subscribed: new Set() })).status).toBe(401);
});

it('every mutation that ignores an expired access token exists', () => {
  const sdl = readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8');
  const mutations = Object.keys(buildSchema(sdl).getMutationType()?.getFields() ?? {});
  expect(mutations).toEqual(expect.arrayContaining([...signInMutations]));
});
