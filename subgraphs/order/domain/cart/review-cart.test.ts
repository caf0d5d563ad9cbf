import { expect, it } from 'vitest';
import type { CatalogueVariant } from '../ports.ts';
import { newCart } from './cart.ts';
import { reviewCart } from './review-cart.ts';

const eur = (minor: bigint) => ({ minor, currency: 'EUR' });
const variant = (change: Partial<CatalogueVariant> = {}): CatalogueVariant => ({
  ...{ variantId: 'a', productId: 'p', sku: 'A', title: 'Tee', slug: 'tee', imageUrl: null },
  ...{ price: eur(1000n), categoryIds: [], taxClass: null, weightGrams: null, isShipped: true },
  ...{ forSale: true, removed: false },
  ...change,
});

/** A cart with 20 of each variant, added at 10.00 EUR. */
function review(variants: CatalogueVariant[], available: [string, number][] = []) {
  const lines = variants.map(({ variantId }) => ({
    ...{ variantId, quantity: 20 },
    unitPriceWhenAdded: eur(1000n),
  }));
  return reviewCart(
    { ...newCart({ customerId: 'c' }, new Date(0)), lines },
    {
      variants: new Map(variants.map((one) => [one.variantId, one])),
      available: new Map(available),
    },
  );
}
const codes = ({ problems }: ReturnType<typeof review>) =>
  problems.map(({ code, variantId, available }) => [code, variantId, available]);

it('a cart that can be ordered has a subtotal and no problems', () => {
  const orderable = review([variant(), variant({ variantId: 'b', sku: 'B' })], [['a', 20]]);
  expect(orderable).toMatchObject({ problems: [], subtotal: eur(40_000n) });
  expect(orderable.lines[1]).toMatchObject({ sku: 'B', lineTotal: eur(20_000n), problems: [] });
});

it('an empty cart has no subtotal', () => {
  expect(review([])).toEqual({ lines: [], problems: [], subtotal: null });
});

it('a line has the current price, and a price change names both prices', () => {
  const changed = review([variant({ price: eur(1250n) })]);
  expect(changed.subtotal).toEqual(eur(25_000n));
  expect(changed.problems).toEqual([
    {
      code: 'PRICE_CHANGED',
      message: 'Tee now costs €12.50 instead of €10.00.',
      variantId: 'a',
      available: null,
      requested: 20,
    },
  ]);
});

it.each([
  [19, null],
  [11, null],
  [10, 10],
  [0, 0],
])('%d available units for a quantity of 20 are reported as %s', (units, reported) => {
  expect(codes(review([variant()], [['a', units]]))).toEqual([['SHORT_STOCK', 'a', reported]]);
});

it('a variant that is not for sale is not part of the subtotal', () => {
  const unavailable = review(
    [variant({ forSale: false }), variant({ variantId: 'b' })],
    [['a', 0]],
  );
  expect(codes(unavailable)).toEqual([['UNAVAILABLE', 'a', null]]);
  expect(unavailable.subtotal).toEqual(eur(20_000n));
  expect(review([variant({ forSale: false })]).subtotal).toBeNull();
});

it('lines of two currencies have no subtotal', () => {
  const yen = variant({ variantId: 'b', price: { minor: 1000n, currency: 'JPY' } });
  const mixed = review([variant(), yen]);
  expect(codes(mixed)).toEqual([
    ['PRICE_CHANGED', 'b', null],
    ['MIXED_CURRENCIES', 'b', null],
  ]);
  expect(mixed.subtotal).toBeNull();
});
