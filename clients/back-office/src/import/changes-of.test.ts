import { expect, it } from 'vitest';
import { changesOf } from './changes-of.ts';
import type { StoredProductFragment } from './generated/stored-products.ts';

const eur = (amount: string) => ({ amount, currencyCode: 'EUR' });
const size = (value: string) => [{ name: 'Size', value }];
const stored: StoredProductFragment = {
  id: 'p1',
  title: 'Tee',
  description: 'Soft.',
  status: 'ACTIVE',
  categories: [{ slug: 'tops' }, { slug: 'clothing' }],
  variants: ['S', 'M', 'L'].map((value) => ({
    id: value,
    sku: `TEE-${value}`,
    price: eur('19.90'),
    options: size(value),
  })),
};
const row = (...sizes: readonly string[]) => ({
  slug: 'tee',
  title: 'Tee',
  variants: sizes.map((value) => ({
    sku: `TEE-${value}`,
    price: eur('19.9'),
    options: size(value),
  })),
});

it('a row that has what is stored, or leaves it out, changes nothing', () => {
  expect(changesOf(stored, row('S', 'M', 'L'))).toEqual([]);
  const all = { ...row('S', 'M', 'L'), categories: ['clothing', 'tops'], description: 'Soft.' };
  expect(changesOf(stored, all)).toEqual([]);
});

it('variants that the rows do not have are removed, and new ones added', () => {
  expect(changesOf(stored, row('S', 'XL'))).toEqual([
    { what: 'added', sku: 'TEE-XL', price: eur('19.9') },
    { what: 'removed', sku: 'TEE-M' },
    { what: 'removed', sku: 'TEE-L' },
  ]);
  expect(changesOf(undefined, row('S'))).toEqual([
    { what: 'added', sku: 'TEE-S', price: eur('19.9') },
  ]);
});

it('a price, options, facts and the sequence change from what is stored to what the row has', () => {
  const [small, ...others] = row('S', 'L', 'M').variants;
  const variants = [
    { sku: small?.sku ?? '', price: eur('21.00'), options: size('Small') },
    ...others,
  ];
  const next = {
    ...row(),
    title: 'Shirt',
    status: 'DRAFT' as const,
    description: 'Hard.',
    variants,
  };
  expect(changesOf(stored, { ...next, categories: ['tops'] })).toEqual([
    { what: 'title', before: 'Tee', after: 'Shirt' },
    { what: 'status', before: 'ACTIVE', after: 'DRAFT' },
    { what: 'description' },
    { what: 'categories', before: 'clothing, tops', after: 'tops' },
    { what: 'price', sku: 'TEE-S', before: eur('19.90'), after: eur('21.00') },
    { what: 'options', sku: 'TEE-S', before: 'Size=S', after: 'Size=Small' },
    { what: 'sequence' },
  ]);
});
