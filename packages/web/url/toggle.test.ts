import { expect, it } from 'vitest';
import { toggle } from './toggle.ts';

it('choosing a value twice leaves the URL as it was', () => {
  const once = toggle(new URLSearchParams('q=tee'), 'option.Size', 'M');
  expect(String(once)).toBe('q=tee&option.Size=M');
  expect(String(toggle(once, 'option.Size', 'M'))).toBe('q=tee');
});

it('choosing a value leads to the first page of the list', () => {
  expect(String(toggle(new URLSearchParams('after=a1'), 'status', 'PAID'))).toBe('status=PAID');
});
