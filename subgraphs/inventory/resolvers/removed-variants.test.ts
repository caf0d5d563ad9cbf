import { newId } from '@shop/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TrackedProduct } from '../domain/ports.ts';
import { execute } from '../testing/graph-fixture.ts';
import { createMemoryStockStore } from '../testing/memory-stock-store.ts';
import { productOf } from '../testing/product-of.ts';

let memory: ReturnType<typeof createMemoryStockStore>;
let product: TrackedProduct;
let version: number;
const mug = { variantId: newId(), sku: 'MUG' };
const tee = { variantId: newId(), sku: 'TEE' };

beforeEach(async () => {
  memory = createMemoryStockStore();
  product = productOf(mug, tee);
  version = 1;
  await memory.store.track(product);
  for (const { variantId } of [mug, tee]) await adjust(variantId, 20);
});

const change = (next: Partial<TrackedProduct>) =>
  memory.store.track({ ...product, ...next, version: ++version });
const run = async (source: string, variables: Record<string, unknown> = {}) => {
  const { data, errors } = await execute(memory.store, source, variables);
  expect(errors).toEqual([]);
  return data;
};
const adjust = (variantId: string, delta: number) =>
  run(
    `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) {
      variant { id } stock { sku onHand removed } userErrors { code }
    } }`,
    { input: { variantId, delta, reason: 'count', idempotencyKey: newId() } },
  );
const availability = async (id = mug.variantId) => {
  const data = await run(
    `query ($keys: [_Any!]!) { _entities(representations: $keys) {
      ... on ProductVariant { availability { status quantity } }
    } }`,
    { keys: [{ __typename: 'ProductVariant', id }] },
  );
  return (data as { _entities: { availability: object | null }[] })._entities[0]?.availability;
};
const items = async (filter: object) => {
  const data = await run(
    `query ($filter: StockFilter) { stockItems(filter: $filter) { nodes {
      variantId sku removed onHand variant { id }
    } } }`,
    { filter },
  );
  return (data as { stockItems: { nodes: object[] } }).stockItems.nodes;
};
const soldOut = { status: 'OUT_OF_STOCK', quantity: 0 };

describe('a variant that is not for sale', () => {
  it.each(['DRAFT', 'ARCHIVED'] as const)(
    'a variant of a product that is %s is out of stock with all its units',
    async (status) => {
      expect(await availability()).toEqual({ status: 'IN_STOCK', quantity: null });
      await change({ status });
      expect(await availability()).toEqual(soldOut);
      expect(await items({ sku: 'MUG' })).toMatchObject([{ onHand: 20, removed: false }]);
      await change({ status: 'ACTIVE' });
      expect(await availability()).toEqual({ status: 'IN_STOCK', quantity: null });
    },
  );

  it('a removed variant is out of stock, and a variant that inventory does not know has no availability', async () => {
    await change({ variants: [tee] });
    expect(await availability()).toEqual(soldOut);
    expect(await availability(tee.variantId)).toMatchObject({ status: 'IN_STOCK' });
    expect(await availability(newId())).toBeNull();
  });

  it('staff find the units of a removed variant and write them off, without a warning of low stock', async () => {
    await change({ variants: [tee] });
    const { variantId } = mug;
    const expected = { variantId, sku: 'MUG', removed: true, onHand: 20, variant: null };
    expect(await items({ removed: true })).toEqual([expected]);
    expect(await items({ removed: false })).toMatchObject([{ sku: 'TEE', variant: {} }]);
    expect(await adjust(variantId, -20)).toEqual({
      adjustStock: {
        variant: null,
        stock: { sku: 'MUG', onHand: 0, removed: true },
        userErrors: [],
      },
    });
    expect(memory.events.filter(({ type }) => type === 'stock.low.v1')).toEqual([]);
  });

  it('the SKU of a removed variant that is added again has stock of its own', async () => {
    const again = { variantId: newId(), sku: 'MUG' };
    await change({ variants: [tee] });
    await change({ variants: [tee, again] });
    expect(await items({ sku: 'MUG', removed: true })).toMatchObject([{ onHand: 20 }]);
    expect(await items({ sku: 'MUG', removed: false })).toMatchObject([
      { ...again, onHand: 0, variant: { id: again.variantId } },
    ]);
  });
});

it('each change of one operation returns the stock after that change', async () => {
  const field = (alias: string) => `${alias}: adjustStock(input: $${alias}) {
    stock { onHand movements(first: 1) { totalCount } } variant { stock { version } } userErrors { code }
  }`;
  const data = await run(
    `mutation ($a: AdjustStockInput!, $b: AdjustStockInput!) { ${field('a')} ${field('b')} }`,
    Object.fromEntries(
      ['a', 'b'].map((alias) => [
        alias,
        { variantId: mug.variantId, delta: 1, reason: 'count', idempotencyKey: newId() },
      ]),
    ),
  );
  const after = (onHand: number, totalCount: number) => ({
    stock: { onHand, movements: { totalCount } },
    variant: { stock: { version: totalCount + 1 } },
    userErrors: [],
  });
  expect(data).toEqual({ a: after(21, 2), b: after(22, 3) });
});
