import { subgraphSchema } from '@shop/service';
import { statementsOf } from '@shop/testing';
import { graphql } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createContext } from '../context.ts';
import { addAddress } from '../domain/address-book.ts';
import { openAccounts, type TestAccounts } from '../testing/testing.ts';
import * as resolvers from './index.ts';

const schema = subgraphSchema('user', resolvers);
let shop: TestAccounts;
const ids: string[] = [];

beforeAll(async () => {
  shop = await openAccounts();
  const address = { recipient: 'Nel', line1: 'A 1', city: 'B', postalCode: '1', country: 'DE' };
  for (let n = 0; n < 20; n++) {
    const { viewer } = await shop.newAccount();
    ids.push(viewer.id);
    for (const line1 of ['A 1', 'A 2']) {
      await addAddress(shop.deps, viewer, { address: { ...address, line1 } });
    }
  }
}, 60_000);
afterAll(() => shop.close());

const whole = `fragment Whole on User {
  id displayName email emailVerified roles status version createdAt
  addresses { line1 } defaultAddress { line1 }
}`;

const statements = (source: string, variableValues: Record<string, unknown>) =>
  statementsOf(shop.pool, async () => {
    const { users, accounts, sessions, addresses, mailTokens, attempts, ...fixed } = shop.deps;
    const stores = { users, accounts, sessions, addresses, mailTokens, attempts };
    const request = createContext({ ...fixed, stores: () => stores });
    const contextValue = request({ viewer: undefined }, { correlationId: 'test' });
    const { errors } = await graphql({ schema, source, contextValue, variableValues });
    expect(errors).toBeUndefined();
  });

it('20 users with their addresses take as many statements as 1', async () => {
  const list = `${whole} query ($first: Int!) {
    users(first: $first) { nodes { ...Whole } totalCount }
  }`;
  // The page, its users, its length, and the address books.
  for (const first of [1, 20]) expect(await statements(list, { first })).toBe(4);
});

it('so do 20 users whom other subgraphs name', async () => {
  const list = `${whole} query ($keys: [_Any!]!) {
    _entities(representations: $keys) { ... on User { ...Whole } }
  }`;
  const keys = ids.map((id) => ({ __typename: 'User', id }));
  for (const count of [1, 20]) {
    expect(await statements(list, { keys: keys.slice(0, count) })).toBe(2);
  }
});
