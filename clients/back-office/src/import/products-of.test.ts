import { expect, it } from 'vitest';
import { productsOf } from './products-of.ts';
import { readRows } from './read-rows.ts';

const file = `slug,title,status,categories,sku,options,price,currency
tee,"Tee, soft",active,clothing; tops,TEE-S,Size=S; Colour=Red,"19,90",EUR

tee,,,,TEE-M,Size=M; Colour=Red,19.90,EUR
mug,Mug,,,MUG,,16.00,EUR
`;

it('rows of one slug are variants of one product, and lines of the file are counted with empty ones', () => {
  const { products, faults } = productsOf(readRows(file));
  expect(faults).toEqual([]);
  expect(products.map(({ lines }) => lines)).toEqual([[2, 4], [5]]);
  const red = { name: 'Colour', value: 'Red' };
  const price = { amount: '19.90', currencyCode: 'EUR' };
  expect(products[0]?.product).toEqual({
    slug: 'tee',
    title: 'Tee, soft',
    status: 'ACTIVE',
    categories: ['clothing', 'tops'],
    variants: [
      { sku: 'TEE-S', price, options: [{ name: 'Size', value: 'S' }, red] },
      { sku: 'TEE-M', price, options: [{ name: 'Size', value: 'M' }, red] },
    ],
  });
  expect(products[1]?.product.variants[0]?.options).toEqual([]);
});

it('a missing SKU, an amount that is not one, and options without a value are faults of their row', () => {
  const rows = readRows(
    'slug,title,sku,options,price,currency\na,A,A-1,,cheap,EUR\nb,B,B-1,Size,5,EUR\nc,C,,,5,EUR',
  );
  expect(productsOf(rows).faults).toEqual([
    { line: 2, fault: 'amount' },
    { line: 3, fault: 'options' },
    { line: 4, fault: 'column' },
  ]);
});
