import { expect, it } from 'vitest';
import stock from '../../subgraphs/inventory/prisma/seed-stock.json' with { type: 'json' };
import { toProduct } from '../../subgraphs/product/prisma/seed.ts';
import { seedCategories, seedProducts } from '../../subgraphs/product/prisma/seed-data.ts';

const products = seedProducts.map(toProduct);
const skus = products.flatMap(({ variants }) => variants.map(({ sku }) => sku));

it('slugs and SKUs of the demonstration catalogue are unique', () => {
  expect(new Set(products.map(({ slug }) => slug)).size).toBe(products.length);
  expect(new Set(skus).size).toBe(skus.length);
});

it('the demonstration stock has exactly the variants of the demonstration catalogue', () => {
  expect(Object.keys(stock).sort()).toEqual([...skus].sort());
});

it('demonstration products belong to categories that the seed creates', () => {
  const slugs = seedCategories.map(({ slug }) => slug);
  const used = seedProducts.flatMap(({ categories }) => categories);
  expect(slugs).toEqual(expect.arrayContaining([...new Set(used)]));
});
