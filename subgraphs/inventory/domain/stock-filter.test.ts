import { refusalOf } from '@shop/testing';
import { expect, it } from 'vitest';
import { parseStockFilter } from './stock-filter.ts';

it('no filter wants everything', () => {
  for (const filter of [undefined, null, {}, { sku: null, lowStock: null }]) {
    expect(parseStockFilter({ filter })).toEqual({ sku: undefined, lowStock: undefined });
  }
});

it.each(['x'.repeat(65), 'a\0', 'a\nb', '\ud800'])('refuses the SKU %j', async (sku) => {
  expect(await refusalOf(() => parseStockFilter({ filter: { sku } }))).toEqual([
    'INVALID_VALUE filter sku',
  ]);
});
