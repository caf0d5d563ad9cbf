import { newId } from '@shop/domain';
import { describe, expect, it } from 'vitest';
import {
  authenticatorOf,
  claims,
  newKeyPair,
  signWith,
  viewer,
} from '../../testing/access-tokens.ts';
import { json, send } from '../../testing/send-request.ts';
import { type Answers, startSignInShop } from '../../testing/sign-in-shop.ts';

const keys = newKeyPair();
const accessToken = signWith(keys);
const headers = { 'x-access-token': accessToken };
const user = { __typename: 'User', id: 'u' };
const signedIn: Answers = {
  mutation: { login: { user }, a: { user }, rename: { user } },
  headers,
};
const orders: Answers = { entities: [{ __typename: 'User', orders: 2, margin: 3 }] };
const query = 'mutation { login { user { orders } } }';

async function run(query: string, { user = signedIn, order = orders, authorization = '' } = {}) {
  const shop = await startSignInShop(authenticatorOf({ find: async () => keys.publicKey }), {
    user,
    order,
  });
  const sent = authorization ? { authorization } : {};
  const reply = await send(shop.url, json({ query }, sent));
  return { ...shop, ...reply, body: JSON.parse(reply.text) };
}

describe('an operation that signs in', () => {
  it.each([
    ['a field', query, 'login'],
    [
      'aliases and fragments',
      'mutation { a: login { user { ...F } } } fragment F on User { orders }',
      'a',
    ],
    [
      'a condition that holds',
      'mutation ($if: Boolean = true) { login @include(if: $if) { user { orders } } }',
      'login',
    ],
  ])('the fetches after the sign-in are sent for its viewer: %s', async (_, query, key) => {
    const { body, fetched, headers } = await run(query);
    expect(body).toEqual({ data: { [key]: { user: { orders: 2 } } } });
    expect(fetched).toEqual([
      { subgraph: 'user', viewer: undefined },
      { subgraph: 'order', viewer },
    ]);
    expect([...headers.values()].join()).not.toContain(accessToken);
  });

  it('an expired access token of the client is ignored', async () => {
    const authorization = `Bearer ${signWith(keys, { expiresIn: -1 })}`;
    const { body, fetched } = await run(query, { authorization });
    expect(body.data).toEqual({ login: { user: { orders: 2 } } });
    expect(fetched[1]?.viewer).toEqual(viewer);
  });

  it('the viewer of a valid access token stays the viewer', async () => {
    const other = { ...viewer, id: newId() };
    const authorization = `Bearer ${signWith(keys, {}, { ...claims, sub: other.id })}`;
    const { fetched } = await run(query, { authorization });
    expect(fetched.map(({ viewer }) => viewer?.id)).toEqual([other.id, other.id]);
  });

  it('nothing runs when the sign-in is skipped', async () => {
    const skipped =
      'mutation ($if: Boolean = false) { login @include(if: $if) { user { orders } } }';
    const { body, fetched } = await run(skipped);
    expect([body, fetched]).toEqual([{ data: {} }, []]);
  });

  it('a sign-in that is refused fetches nothing more', async () => {
    const refused: Answers = { mutation: { login: { user: null } } };
    const { body, fetched } = await run(query, { user: refused });
    expect(body).toEqual({ data: { login: { user: null } } });
    expect(fetched).toHaveLength(1);
  });

  it.each([
    ['no token', {}],
    ['a token of another key', { 'x-access-token': signWith(newKeyPair()) }],
    ['an expired token', { 'x-access-token': signWith(keys, { expiresIn: -1 }) }],
  ])(
    'without a viewer nothing is fetched after it, and the rest of the response stays: %s',
    async (_, headers) => {
      const { body, fetched, failures } = await run('mutation { login { user { id orders } } }', {
        user: { ...signedIn, headers },
      });
      expect(body.data).toEqual({ login: { user: { id: 'u', orders: null } } });
      expect(body.errors).toMatchObject([
        { path: ['login', 'user', 'orders'], extensions: { code: 'SERVICE_UNAVAILABLE' } },
      ]);
      expect(fetched).toEqual([{ subgraph: 'user', viewer: undefined }]);
      expect(failures).toHaveLength(1);
    },
  );

  it('another subgraph than user cannot sign in, with a valid token either', async () => {
    const order: Answers = { mutation: { register: { user } }, headers };
    const { body, fetched } = await run('mutation { register { user { name } } }', { order });
    expect(body.data).toEqual({ register: { user: { name: null } } });
    expect(fetched).toEqual([{ subgraph: 'order', viewer: undefined }]);
  });

  it('UNAUTHENTICATED of a subgraph for the new viewer is a fault between services', async () => {
    const order: Answers = {
      entities: [null as never],
      errors: [
        {
          message: 'Sign in.',
          path: ['_entities', 0, 'orders'],
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ],
    };
    expect((await run(query, { order })).codes).toEqual(['SERVICE_UNAVAILABLE']);
  });
});

describe('other operations', () => {
  it.each([
    ['with a field that requires scopes', 'mutation { login { user { margin } } }'],
    ['with two root fields', 'mutation { login { user { orders } } rename { user { id } } }'],
    ['with two sign-ins', 'mutation { login { user { orders } } b: login { user { id } } }'],
    ['that do not sign in', 'mutation { rename { user { orders } } }'],
  ])('%s are refused before anything runs', async (_, query) => {
    const { status, codes, fetched } = await run(query);
    expect([status, codes, fetched]).toEqual([401, ['UNAUTHENTICATED'], []]);
  });

  it('a token in the response to another mutation signs no viewer in', async () => {
    const open = 'mutation { rename { user { id } } login { user { id } } }';
    const { fetched } = await run(open);
    expect(fetched.every(({ viewer }) => viewer === undefined)).toBe(true);
  });
});
