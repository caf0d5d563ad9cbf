import { refusalOf } from '@shop/testing';
import { expect, it } from 'vitest';
import { parseOrderList } from './order-list-input.ts';

it.each([
  [null, null, 'PLACED_AT', 'DESC'],
  ['NEWEST', { by: 'PLACED_AT' }, 'PLACED_AT', 'DESC'],
  ['OLDEST', { by: 'PLACED_AT', direction: 'ASC' }, 'PLACED_AT', 'ASC'],
  ['TOTAL_ASC', { by: 'TOTAL', direction: 'ASC' }, 'TOTAL', 'ASC'],
  ['TOTAL_DESC', { by: 'TOTAL', direction: null }, 'TOTAL', 'DESC'],
  ['UPDATED_ASC', { by: 'UPDATED_AT', direction: 'ASC' }, 'UPDATED_AT', 'ASC'],
  ['UPDATED_DESC', { by: 'UPDATED_AT', direction: 'DESC' }, 'UPDATED_AT', 'DESC'],
] as const)(
  'orders sorted by %s are those of the deprecated sort %j',
  (sortBy, sort, by, direction) => {
    expect(parseOrderList({ sortBy }).sort).toEqual({ by, direction });
    expect(parseOrderList({ sort }).sort).toEqual({ by, direction });
  },
);

it('a list with both sorts is refused', async () => {
  const list = () => parseOrderList({ sortBy: 'NEWEST', sort: { by: 'TOTAL' } });
  expect(await refusalOf(list)).toEqual(['INVALID_VALUE sortBy']);
});

it('the beginning of a number has a deprecated name', () => {
  const numbers = [{ numberPrefix: '2026-000' }, { number: '2026-000' }].map(
    (filter) => parseOrderList({ filter }).filter.numberPrefix,
  );
  expect(numbers).toEqual(['2026-000', '2026-000']);
});
