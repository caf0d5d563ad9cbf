import { expect, it } from 'vitest';
import { pageOf } from './table-state.ts';

const params = (text: string) => new URLSearchParams(text);

it('a URL names the first page, the page after a cursor, or the page before one', () => {
  expect(pageOf(params(''))).toEqual({ first: 20 });
  expect(pageOf(params('q=2026-000&after=a1'))).toEqual({ first: 20, after: 'a1' });
  expect(pageOf(params('before=b1'))).toEqual({ last: 20, before: 'b1' });
});
