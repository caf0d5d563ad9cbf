import { sqltag as sql } from '@prisma/client/runtime/client';
import { expect, it } from 'vitest';
import { type KeyColumn, keyset } from './keyset.ts';

const columns: readonly KeyColumn[] = [
  { column: sql`t.at`, type: 'timestamptz' },
  { column: sql`t.id`, type: 'uuid' },
];
const cursor = ['2026-01-01T00:00:00.000Z', 'some-id'];

it('a first page has no condition and reads one row more than its size', () => {
  const page = keyset({ columns, descending: true, size: 20, backward: false, cursor: undefined });
  expect(page.condition.text).toBe('TRUE');
  expect(page.orderBy.text).toBe('ORDER BY t.at DESC,t.id DESC');
  expect(page.limit).toMatchObject({ text: 'LIMIT $1', values: [21] });
});

it.each([
  [true, false, '<', 'DESC'],
  [true, true, '>', 'ASC'],
  [false, false, '>', 'ASC'],
  [false, true, '<', 'DESC'],
])(
  'a list with descending %s that is read with backward %s compares with %s and sorts %s',
  (descending, backward, sign, direction) => {
    const page = keyset({ columns, descending, size: 20, backward, cursor });
    expect(page.condition).toMatchObject({
      text: `(t.at,t.id) ${sign} ($1::timestamptz,$2::uuid)`,
      values: cursor,
    });
    expect(page.orderBy.text).toBe(`ORDER BY t.at ${direction},t.id ${direction}`);
  },
);
