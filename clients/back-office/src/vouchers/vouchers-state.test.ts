import { expect, it } from 'vitest';
import { vouchersOf } from './vouchers-state.ts';

it('the URL of a list of vouchers is its state', () => {
  expect(vouchersOf(new URLSearchParams('q=WELC&promotion=welcome&after=c1'))).toEqual({
    filter: { search: 'WELC', promotionCode: 'welcome' },
    first: 20,
    after: 'c1',
  });
  expect(vouchersOf(new URLSearchParams('q=+'))).toEqual({ filter: {}, first: 20 });
});
