import { expect, it } from 'vitest';
import { toggle, withValue } from './url-state.ts';

const params = (text: string) => new URLSearchParams(text);

it('choosing a value twice leaves the URL as it was', () => {
  const once = toggle(params('q=tee'), 'option.Size', 'M');
  expect(String(once)).toBe('q=tee&option.Size=M');
  expect(String(toggle(once, 'option.Size', 'M'))).toBe('q=tee');
});

it('choosing a value leads to the first page of the list', () => {
  expect(String(toggle(params('after=a1'), 'status', 'PAID'))).toBe('status=PAID');
});

it('another value begins at the first page, and an empty one is not part of the URL', () => {
  expect(String(withValue(params('status=PAID&after=a1'), 'q', 'nel'))).toBe('status=PAID&q=nel');
  expect(String(withValue(params('q=nel&before=b1'), 'q', ''))).toBe('');
});
