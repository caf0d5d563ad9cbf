import { newId } from '@shop/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newViewer } from '../testing/fixtures.ts';
import { customer, execute, openOrderHistory, staff } from '../testing/graph-fixture.ts';

let stores: Awaited<ReturnType<typeof openOrderHistory>>;
beforeAll(async () => {
  stores = await openOrderHistory();
});
afterAll(() => stores.close());

describe('lists of orders', () => {
  const page = 'nodes { id number } totalCount pageInfo { startCursor endCursor }';

  it('orders are listed newest first, and a cursor of another list or sort is refused', async () => {
    const { data } = await execute(stores, `{ orders(first: 15) { ${page} } }`);
    const { nodes = [], pageInfo, totalCount } = data?.orders ?? {};
    expect(totalCount).toBe(20);
    expect(nodes.map(({ number }) => number)).toEqual(
      nodes
        .map(({ number }) => number)
        .toSorted()
        .toReversed(),
    );
    const after = pageInfo?.endCursor;
    const next = (sort: string, list = 'orders') =>
      execute(stores, `query ($after: String!) { ${list}(after: $after ${sort}) { ${page} } }`, {
        after,
      });
    expect((await next('')).data?.orders?.nodes).toHaveLength(5);
    for (const same of ['sortBy: NEWEST', 'sort: { by: PLACED_AT }']) {
      expect((await next(same)).data?.orders?.nodes).toHaveLength(5);
    }
    const both = (await next('sortBy: NEWEST, sort: { by: PLACED_AT }')).errors;
    expect(both).toEqual([expect.stringMatching(/^BAD_USER_INPUT: .*sortBy/)]);
    const wrongList = 'BAD_USER_INPUT: The cursor does not belong to this list.';
    expect((await next('sortBy: TOTAL_DESC')).errors).toEqual([wrongList]);
    expect((await next('sortBy: OLDEST')).errors).toEqual([wrongList]);
    const own = `query ($keys: [_Any!]!, $after: String!) {
      _entities(representations: $keys) { ... on User { orders(after: $after) { ${page} } } } }`;
    const keys = [{ __typename: 'User', id: customer.id }];
    expect((await execute(stores, own, { keys, after })).errors).toEqual([wrongList]);
  });

  it.each([
    ['orders:PLACED_AT:DESC', 'yesterday', newId()],
    ['orders:PLACED_AT:DESC', '2026-03-01T09:30:00.000Z', '%'],
    ['orders:PLACED_AT:DESC', '2026-03-01T09:30:00.000Z'],
    ['orders:TOTAL:DESC', 'EUR', '9'.repeat(19), newId()],
    ['orders:TOTAL:DESC', 'XXXX', '9', newId()],
  ])('a forged cursor %s %s %s is refused', async (...parts) => {
    const after = Buffer.from(JSON.stringify(parts)).toString('base64url');
    const by = parts[0]?.split(':')[1];
    const { errors } = await execute(
      stores,
      `query ($after: String!) { orders(after: $after, sort: { by: ${by} }) { ${page} } }`,
      { after },
    );
    expect(errors).toEqual(['BAD_USER_INPUT: The cursor does not belong to this list.']);
  });

  it.each([
    ['a forged cursor', customer.id, '%'],
    ['a cursor of another user', newId(), newId()],
  ])('the orders of a user: %s is refused', async (_, owner, id) => {
    const after = Buffer.from(JSON.stringify([`orders of ${owner}`, id])).toString('base64url');
    const own = `query ($keys: [_Any!]!, $after: String!) {
      _entities(representations: $keys) { ... on User { orders(after: $after) { ${page} } } } }`;
    const keys = [{ __typename: 'User', id: customer.id }];
    const { errors } = await execute(stores, own, { keys, after });
    expect(errors).toEqual(['BAD_USER_INPUT: The cursor does not belong to this list.']);
  });

  it.each([
    ['filter.status', { status: [] }],
    ['filter.status', { status: Array.from({ length: 9 }, () => 'PAID') }],
    ['filter.number', { number: '2026-0' }],
    ['filter.number', { number: '2026-000%' }],
    ['filter.email', { email: 'x'.repeat(255) }],
    ['filter.email', { email: 'a\0@b.c' }],
    [
      'filter.placedAt.to',
      { placedAt: { from: '2026-03-01T00:00:00Z', to: '2026-03-01T00:00:00Z' } },
    ],
    ['filter.placedAt.from', { placedAt: { from: '0001-01-01T00:00:00Z' } }],
    ['filter.placedAt.to', { placedAt: { to: '9999-12-31T23:59:59-12:00' } }],
  ])('an invalid %s is refused', async (field, filter) => {
    const { errors } = await execute(
      stores,
      `query ($filter: OrderFilter) { orders(filter: $filter) { ${page} } }`,
      { filter },
    );
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(`BAD_USER_INPUT: \`${field}\` must`);
  });

  it('an empty text in a filter is the same as none', async () => {
    const count = 'query ($filter: OrderFilter) { orders(filter: $filter) { totalCount } }';
    const filter = { number: '', email: ' ', customerId: '' };
    expect(await execute(stores, count, { filter })).toEqual(await execute(stores, count));
  });

  it('an order is found by its id or its number, and not by both or neither', async () => {
    const { data } = await execute(stores, `{ orders(first: 1) { ${page} } }`);
    const { id, number } = data?.orders?.nodes[0] ?? {};
    const one = (variables: Record<string, unknown>, viewer = staff) =>
      execute(
        stores,
        'query ($id: ID, $number: String) { order(id: $id, number: $number) { id } }',
        variables,
        viewer,
      );
    for (const viewer of [staff, customer]) {
      expect((await one({ number }, viewer)).data).toEqual({ order: { id } });
      expect((await one({ id }, viewer)).data).toEqual({ order: { id } });
    }
    expect((await one({ number }, newViewer())).data).toEqual({ order: null });
    for (const malformed of [number?.slice(0, 9), '%', '', 'x'.repeat(10_000), '2026-\0']) {
      expect(await one({ number: malformed })).toEqual({ data: { order: null }, errors: [] });
    }
    for (const variables of [{}, { id, number }]) {
      expect((await one(variables)).errors).toEqual([
        'BAD_USER_INPUT: Give exactly one of `id` and `number`.',
      ]);
    }
  });
});
