import { expect, it } from 'vitest';
import { stockOf } from './stock-state.ts';

it('the URL of a list of stock is its state, and an unknown sort is left out', () => {
  expect(stockOf(new URLSearchParams('q=TEE&only=low&sort=AVAILABLE&before=c1'))).toEqual({
    filter: { skuPrefix: 'TEE', lowStock: true },
    sort: 'AVAILABLE',
    last: 20,
    before: 'c1',
  });
  expect(stockOf(new URLSearchParams('only=removed&sort=BEST'))).toEqual({
    filter: { removed: true },
    first: 20,
  });
});
