import { newId } from '@shop/domain';
import { statementsOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customer, execute, openOrderHistory } from '../testing/graph-fixture.ts';

let stores: Awaited<ReturnType<typeof openOrderHistory>>;
beforeAll(async () => {
  stores = await openOrderHistory();
});
afterAll(() => stores.close());

const whole = /* GraphQL */ `
  fragment Whole on Order {
    id number status email customer { id } total { amount } refunded { amount }
    lines { sku title slug imageUrl quantity unitPrice { amount } lineTotal { amount } variant { id } }
    payments { id status amount { amount } } refunds { id status reason amount { amount } }
    fulfilments { lines { line { sku } quantity } carrier } shortLines { requested } allowedActions placedAt updatedAt
    timeline { kind at note actor { id } } notes { id note createdAt author { id } }
  }
`;

describe('statements for 20 orders with everything they have', () => {
  /** Counts the statements that one request sends to PostgreSQL. */
  const statementsFor = (source: string, variables: Record<string, unknown>) =>
    statementsOf(stores.pool, async () => {
      expect((await execute(stores, source, variables)).errors).toEqual([]);
    });

  // The sort keys, the orders with lines, payments and refunds, their timelines, notes and variants.
  it.each([
    ['', 5],
    ['totalCount', 6],
  ])(
    'the list for staff takes as many statements for 20 orders as for 2 %s',
    async (counted, fixed) => {
      const list = `${whole} query ($first: Int!) {
      orders(first: $first, filter: { status: [SHIPPED, PAID] }) { nodes { ...Whole } ${counted} }
    }`;
      expect(await statementsFor(list, { first: 2 })).toBe(fixed);
      expect(await statementsFor(list, { first: 20 })).toBe(fixed);
    },
  );

  it('the history of a customer takes as many statements for 20 orders as for 2', async () => {
    const list = `${whole} query ($first: Int!, $keys: [_Any!]!) {
      _entities(representations: $keys) {
        ... on User { orders(first: $first, filter: { status: [SHIPPED] }) { nodes { ...Whole } } }
      }
    }`;
    const keys = [{ __typename: 'User', id: customer.id }];
    expect(await statementsFor(list, { keys, first: 2 })).toBe(5);
    expect(await statementsFor(list, { keys, first: 20 })).toBe(5);
  });

  it('the histories of 20 customers take as many statements as that of one', async () => {
    const list = `query ($keys: [_Any!]!) {
      _entities(representations: $keys) { ... on User { orders(first: 2) { nodes { id } totalCount } } }
    }`;
    const ids = [customer.id, ...Array.from({ length: 19 }, () => newId())];
    const keys = ids.map((id) => ({ __typename: 'User', id }));
    expect(await statementsFor(list, { keys: keys.slice(0, 1) })).toBe(3);
    expect(await statementsFor(list, { keys })).toBe(3);
  });

  it('orders by id take as many statements for 20 orders as for 2', async () => {
    const [history] = await stores.lists.ofCustomers(
      [customer.id],
      {},
      {
        size: 20,
        backward: false,
        cursor: undefined,
      },
    );
    const keys = (history?.rows ?? []).map(({ id }) => ({ __typename: 'Order', id }));
    const list = `${whole} query ($keys: [_Any!]!) {
      _entities(representations: $keys) { ... on Order { ...Whole } }
    }`;
    expect(await statementsFor(list, { keys: keys.slice(0, 2) })).toBe(4);
    expect(await statementsFor(list, { keys })).toBe(4);
  });
});
