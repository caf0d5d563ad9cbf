import { statementsOf } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addAddress } from '../domain/add-address.ts';
import { execute } from '../testing/graph-fixture.ts';
import { openAccounts, type TestAccounts } from '../testing/open-accounts.ts';

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
});
afterAll(() => shop.close());

const allFields = `fragment AllFields on User {
  id displayName email emailVerified roles status version createdAt
  addresses { line1 } defaultAddress { line1 }
}`;

const statements = (source: string, variableValues: Record<string, unknown>) =>
  statementsOf(shop.pool, async () => {
    expect((await execute(shop, source, variableValues)).errors).toEqual([]);
  });

it('a list of 20 users with their addresses takes as many statements as a list of 1', async () => {
  const list = `${allFields} query ($first: Int!) {
    users(first: $first) { nodes { ...AllFields } totalCount }
  }`;
  // The page, its length, and the address books.
  for (const first of [1, 20]) expect(await statements(list, { first })).toBe(3);
});

it('20 references to users from other subgraphs take as many statements as 1', async () => {
  const list = `${allFields} query ($keys: [_Any!]!) {
    _entities(representations: $keys) { ... on User { ...AllFields } }
  }`;
  const keys = ids.map((id) => ({ __typename: 'User', id }));
  for (const count of [1, 20]) {
    expect(await statements(list, { keys: keys.slice(0, count) })).toBe(2);
  }
});
