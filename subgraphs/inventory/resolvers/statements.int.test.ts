import { statementsOf } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reserveStock } from '../domain/reserve-stock.ts';
import { execute } from '../testing/graph-fixture.ts';
import { openStock, order } from '../testing/open-stock.ts';

let stock: Awaited<ReturnType<typeof openStock>>;
const variants: string[] = [];
const orders = Array.from({ length: 20 }, () => order());

beforeAll(async () => {
  stock = await openStock();
  for (let n = 0; n < 20; n++) variants.push(await stock.stocked(10));
  for (const [n, one] of orders.entries()) {
    const lines = order([variants[n] ?? '', 1]).lines;
    await reserveStock(stock.store, { ...one, lines });
  }
});
afterAll(() => stock.close());

const statements = (source: string, variables: Record<string, unknown>) =>
  statementsOf(stock.pool, async () =>
    expect((await execute(stock.store, source, variables)).errors).toEqual([]),
  );

const ledger = `movements(first: 2) {
  nodes { kind onHandDelta reservedDelta reason order { id } actor { id } createdAt } totalCount
}`;
const entities = (count: number) => ({
  keys: [
    ...variants.slice(0, count).map((id) => ({ __typename: 'ProductVariant', id })),
    ...orders.slice(0, count).map(({ orderId: id }) => ({ __typename: 'Order', id })),
  ],
});

it('a list of 20 stocks with their ledgers takes as many statements as a list of 1', async () => {
  const list = `query ($first: Int!) { stockItems(first: $first) {
    nodes { onHand reserved available lowStockThreshold version variant { id } ${ledger} } totalCount
  } }`;
  // The page, its length, the ledgers and their lengths.
  for (const first of [1, 20]) expect(await statements(list, { first })).toBe(4);
});

it('20 references to variants and orders take as many statements as 1', async () => {
  const list = `query ($keys: [_Any!]!) { _entities(representations: $keys) {
    ... on ProductVariant { id availability { status quantity } stock { onHand ${ledger} } }
    ... on Order { id reservation { status createdAt } }
  } }`;
  // The stocks, the ledgers and their lengths, the reservations.
  for (const count of [1, 20]) expect(await statements(list, entities(count))).toBe(4);
});

it('a cursor of one ledger is refused for another', async () => {
  const list = `query ($keys: [_Any!]!, $after: String) { _entities(representations: $keys) {
    ... on ProductVariant { stock { movements(first: 1, after: $after) {
      nodes { kind } pageInfo { endCursor hasNextPage }
    } } }
  } }`;
  const read = async (id: string | undefined, after?: string) => {
    const keys = [{ __typename: 'ProductVariant', id }];
    const { data, errors } = await execute(stock.store, list, { keys, after });
    return { movements: (data as Data | null)?._entities[0]?.stock?.movements, errors };
  };
  const [one, other] = variants;
  const { movements } = await read(one);
  expect(movements?.nodes).toEqual([{ kind: 'RESERVE' }]);
  const after = movements?.pageInfo.endCursor;
  expect((await read(one, after)).movements?.nodes).toEqual([{ kind: 'RECEIVE' }]);
  expect((await read(other, after)).errors).toEqual(['The cursor does not belong to this list.']);
});

it('an invalid cursor of a ledger leaves the rest of the stock', async () => {
  const list = '{ stockItems(first: 2) { nodes { onHand movements(after: "x") { totalCount } } } }';
  const { data, errors } = await execute(stock.store, list);
  const item = { onHand: 10, movements: null };
  expect(data).toEqual({ stockItems: { nodes: [item, item] } });
  expect(errors).toHaveLength(2);
});

type Data = {
  readonly _entities: readonly {
    readonly stock: {
      readonly movements: {
        readonly nodes: readonly { readonly kind: string }[];
        readonly pageInfo: { readonly endCursor: string };
      };
    } | null;
  }[];
};
