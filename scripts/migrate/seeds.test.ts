import { expect, it } from 'vitest';
import stock from '../../subgraphs/inventory/prisma/seed-stock.json' with { type: 'json' };
import { toProduct } from '../../subgraphs/product/prisma/seed.ts';
import { seedCategories, seedProducts } from '../../subgraphs/product/prisma/seed-data.ts';

const products = seedProducts.map(toProduct);
const skus = products.flatMap(({ variants }) => variants.map(({ sku }) => sku));

it('the demonstration catalogue has no two alike', () => {
  expect(new Set(products.map(({ slug }) => slug)).size).toBe(products.length);
  expect(new Set(skus).size).toBe(skus.length);
});

it('every variant of it has stock, and nothing else has', () => {
  expect(Object.keys(stock).sort()).toEqual([...skus].sort());
});

it('files its products under categories it has', () => {
  const slugs = seedCategories.map(({ slug }) => slug);
  const used = seedProducts.flatMap(({ categories }) => categories);
  expect(slugs).toEqual(expect.arrayContaining([...new Set(used)]));
});
