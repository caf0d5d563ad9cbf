import { expect, it } from 'vitest';
import { pageOf, withValue } from './table-state.ts';

const params = (text: string) => new URLSearchParams(text);

it('a URL names the first page, the page after a cursor, or the page before one', () => {
  expect(pageOf(params(''))).toEqual({ first: 20 });
  expect(pageOf(params('q=2026-000&after=a1'))).toEqual({ first: 20, after: 'a1' });
  expect(pageOf(params('before=b1'))).toEqual({ last: 20, before: 'b1' });
});

it('another value begins at the first page, and an empty one is not part of the URL', () => {
  expect(String(withValue(params('status=PAID&after=a1'), 'q', 'nel'))).toBe('status=PAID&q=nel');
  expect(String(withValue(params('q=nel&before=b1'), 'q', ''))).toBe('');
});
