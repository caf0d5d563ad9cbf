import { newId } from '@shop/domain';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { carla, openHistory, run } from '../testing/graph.ts';

let stores: Awaited<ReturnType<typeof openHistory>>;
beforeAll(async () => {
  stores = await openHistory();
}, 60_000);
afterAll(() => stores.close());

const whole = /* GraphQL */ `
  fragment Whole on Order {
    id number status email customer { id } total { amount } refunded { amount }
    lines { sku title quantity unitPrice { amount } lineTotal { amount } variant { id } }
    payments { id status amount { amount } } refunds { id status reason amount { amount } }
    shipment { carrier } shortLines { requested } allowedActions placedAt updatedAt
    timeline { kind at note actor { id } } notes { id note createdAt author { id } }
  }
`;

describe('20 orders with all they have take as many statements as 2', () => {
  /** Statements that PostgreSQL gets while a page is read. */
  async function statementsOf(source: string, variables: Record<string, unknown>) {
    const client = await stores.pool.connect();
    client.release();
    const spy = vi.spyOn(Object.getPrototypeOf(client), 'query');
    try {
      expect((await run(stores, source, variables)).errors).toEqual([]);
      return spy.mock.calls.length;
    } finally {
      spy.mockRestore();
    }
  }

  // Places in the list, the orders with lines, payments and refunds, their timelines, their notes.
  it.each([
    ['', 4],
    ['totalCount', 5],
  ])('in the list of the staff %s', async (counted, fixed) => {
    const list = `${whole} query ($first: Int!) {
      orders(first: $first, filter: { status: [SHIPPED, PAID] }) { nodes { ...Whole } ${counted} }
    }`;
    expect(await statementsOf(list, { first: 2 })).toBe(fixed);
    expect(await statementsOf(list, { first: 20 })).toBe(fixed);
  });

  it('in the history of a customer', async () => {
    const list = `${whole} query ($first: Int!, $keys: [_Any!]!) {
      _entities(representations: $keys) {
        ... on User { orders(first: $first, filter: { status: [SHIPPED] }) { nodes { ...Whole } } }
      }
    }`;
    const keys = [{ __typename: 'User', id: carla.id }];
    expect(await statementsOf(list, { keys, first: 2 })).toBe(4);
    expect(await statementsOf(list, { keys, first: 20 })).toBe(4);
  });

  it('in the histories of 20 customers as in that of 1', async () => {
    const list = `query ($keys: [_Any!]!) {
      _entities(representations: $keys) { ... on User { orders(first: 2) { nodes { id } totalCount } } }
    }`;
    const ids = [carla.id, ...Array.from({ length: 19 }, () => newId())];
    const keys = ids.map((id) => ({ __typename: 'User', id }));
    expect(await statementsOf(list, { keys: keys.slice(0, 1) })).toBe(3);
    expect(await statementsOf(list, { keys })).toBe(3);
  });

  it('by id', async () => {
    const [history] = await stores.lists.ofCustomers([carla.id], undefined, {
      size: 20,
      backward: false,
      cursor: undefined,
    });
    const keys = (history?.rows ?? []).map(({ id }) => ({ __typename: 'Order', id }));
    const list = `${whole} query ($keys: [_Any!]!) {
      _entities(representations: $keys) { ... on Order { ...Whole } }
    }`;
    expect(await statementsOf(list, { keys: keys.slice(0, 2) })).toBe(3);
    expect(await statementsOf(list, { keys })).toBe(3);
  });
});
