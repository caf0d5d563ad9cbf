import { expect, it } from 'vitest';
import { newProductFields, newProductOf } from './new-product-input.ts';

const values = {
  ...{ title: ' Mug ', slug: '', description: '', categories: 'kitchen, gifts', currency: 'EUR' },
  ...{ 'variants.0.sku': 'MUG-S', 'variants.0.price': '9,90', 'variants.0.options': 'Size=S' },
  ...{ 'variants.1.sku': 'MUG-L', 'variants.1.price': '12', 'variants.1.options': 'Size=L' },
  ...{ 'variants.1.weightGrams': '400', 'images.0.url': 'https://a.example/b', 'images.0.alt': '' },
};

it('a form with two variants and a picture is one product', () => {
  expect(newProductOf(values, { variants: 2, pictures: 1 }, '')).toEqual({
    ...{ title: 'Mug', slug: null, description: '', status: 'DRAFT' },
    categories: ['kitchen', 'gifts'],
    images: [{ url: 'https://a.example/b', alt: '' }],
    variants: [
      {
        ...{ sku: 'MUG-S', price: { amount: '9.90', currencyCode: 'EUR' }, weightGrams: null },
        options: [{ name: 'Size', value: 'S' }],
      },
      {
        ...{ sku: 'MUG-L', price: { amount: '12', currencyCode: 'EUR' }, weightGrams: 400 },
        options: [{ name: 'Size', value: 'L' }],
      },
    ],
  });
});

it('options that cannot be read are refused at their variant', () => {
  const faulty = { ...values, 'variants.1.options': 'large' };
  expect(newProductOf(faulty, { variants: 2, pictures: 0 }, 'Write Size=M.')).toEqual([
    { field: ['variants', '1', 'options'], message: 'Write Size=M.' },
  ]);
});

it('every entry of the lists has fields of its own', () => {
  const names = newProductFields({ variants: 2, pictures: 1 });
  expect(names).toEqual(expect.arrayContaining(['variants.1.sku', 'images.0.url']));
  expect(new Set(names).size).toBe(names.length);
});
