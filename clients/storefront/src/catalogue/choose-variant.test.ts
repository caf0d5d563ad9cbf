import { expect, it } from 'vitest';
import { withOption } from './choose-variant.ts';
import type { ProductVariantFragment } from './generated/product.ts';

function variant(Colour: string, Size: string, isSoldOut = false): ProductVariantFragment {
  return {
    id: `${Colour} ${Size}`,
    sku: `${Colour}-${Size}`,
    title: `${Colour} / ${Size}`,
    options: Object.entries({ Colour, Size }).map(([name, value]) => ({ name, value })),
    price: { amount: '1.00', currencyCode: 'EUR' },
    priorPrice: null,
    availability: {
      status: isSoldOut ? 'OUT_OF_STOCK' : 'IN_STOCK',
      units: { quantity: 1, atLeast: false },
    },
  };
}

const black = variant('Black', 'S');
const variants = [black, variant('White', 'M', true), variant('White', 'L'), variant('White', 'S')];
const id = (name: string, value: string) => withOption(variants, black, name, value)?.id;

it('another value of an option leaves the other options as they are', () => {
  expect(id('Colour', 'White')).toBe('White S');
});

it('a combination that does not exist is replaced by one that is in stock', () => {
  expect(withOption(variants.slice(0, 3), black, 'Colour', 'White')?.id).toBe('White L');
  expect(id('Colour', 'Red')).toBeUndefined();
});
