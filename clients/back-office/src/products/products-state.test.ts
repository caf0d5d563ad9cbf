import { expect, it } from 'vitest';
import { productsOf } from './products-state.ts';

it('the URL of a list of products is its state, and products of every status are listed while it names none', () => {
  expect(productsOf(new URLSearchParams('q=tee&status=DRAFT&sort=TITLE&after=c1'))).toEqual({
    search: 'tee',
    filter: { status: ['DRAFT'] },
    sort: 'TITLE',
    first: 20,
    after: 'c1',
  });
  expect(productsOf(new URLSearchParams('sort=BEST'))).toEqual({
    filter: { status: ['DRAFT', 'ACTIVE', 'ARCHIVED'] },
    first: 20,
  });
});
