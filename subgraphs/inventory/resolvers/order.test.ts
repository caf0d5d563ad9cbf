import { newId } from '@shop/domain';
import { expect, it } from 'vitest';
import { reserveStock } from '../domain/reserve-stock.ts';
import { execute, stockManager } from '../testing/graph-fixture.ts';
import { createMemoryStockStore } from '../testing/memory-stock-store.ts';
import { order } from '../testing/open-stock.ts';
import { productOf } from '../testing/product-of.ts';

const placed = order([newId(), 1]);
const customer = { ...stockManager, id: placed.customerId, scopes: new Set<never>() };
const reservation = { status: 'REJECTED' };

it.each([
  ['its customer', customer, reservation],
  ['staff', stockManager, reservation],
  ['another customer', { ...customer, id: newId() }, null],
  ['a guest', null, null],
])('the reservation of an order for %s has no error', async (_, viewer, expected) => {
  const { store } = createMemoryStockStore();
  const variantId = placed.lines[0]?.variantId ?? '';
  await store.track(productOf({ variantId, sku: 'A' }));
  await reserveStock(store, placed);
  const source = `query ($keys: [_Any!]!) {
    _entities(representations: $keys) { ... on Order { reservation { status } } }
  }`;
  const keys = [{ __typename: 'Order', id: placed.orderId }];
  expect(await execute(store, source, { keys }, viewer)).toEqual({
    data: { _entities: [{ reservation: expected }] },
    errors: [],
  });
});
