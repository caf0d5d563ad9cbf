import { expect, it } from 'vitest';
import { pageOfRows } from './page-of-rows.ts';

const rows = Array.from({ length: 45 }, (_, n) => n);
const page = (url: string) => pageOfRows(rows, new URLSearchParams(url));

it('the pages of a list that is sent whole lead to each other, forwards and back', () => {
  const first = page('');
  const second = page(`after=${first.ends.endCursor}`);
  const third = page(`after=${second.ends.endCursor}`);
  expect([first, second, third].flatMap(({ nodes }) => nodes)).toEqual(rows);
  expect([first.ends.hasPreviousPage, third.ends.hasNextPage]).toEqual([false, false]);
  expect(page(`before=${third.ends.startCursor}`)).toEqual(second);
});

it('a cursor that is not a position is the first page, and one behind the end an empty page', () => {
  expect(page('after=x').nodes).toEqual(rows.slice(0, 20));
  expect(page('after=900')).toMatchObject({ nodes: [], ends: { hasNextPage: false } });
});
