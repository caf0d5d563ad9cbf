import { refusalOf } from '@shop/testing';
import { expect, it } from 'vitest';
import { parseStockFilter } from './stock-filter.ts';

it('an absent filter has no conditions', () => {
  for (const filter of [undefined, null, {}, { sku: null, lowStock: null, removed: null }]) {
    expect(parseStockFilter({ filter })).toEqual({});
  }
});

it.each(['x'.repeat(65), 'a\0', 'a\nb', '\ud800'])(
  'a filter with the SKU %j is refused',
  async (sku) => {
    expect(await refusalOf(() => parseStockFilter({ filter: { sku } }))).toEqual([
      'INVALID_VALUE filter sku',
    ]);
  },
);
