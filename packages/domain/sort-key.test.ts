import { expect, it } from 'vitest';
import { isText, isTime, isWhole } from './sort-key.ts';

it.each([
  ['2026-11-21T09:30:00.000Z', true],
  ['0001-01-01T00:00:00.000Z', true],
  ['9999-12-31T23:59:59.999Z', true],
  ['2024-02-29T00:00:00.000Z', true],
  ['0000-01-01T00:00:00.000Z', false],
  ['2023-02-29T00:00:00.000Z', false],
  ['2026-11-21T24:00:00.000Z', false],
  ['2026-11-21T09:30:00Z', false],
  ['2026-11-21T09:30:00.000000Z', false],
  ['2026-11-21T09:30:00.000+01:00', false],
  ['+275760-09-13T00:00:00.000Z', false],
  ['2026-11-21', false],
  ['1', false],
  ['infinity', false],
  ['', false],
])('%j is a time of a cursor: %s', (text, yes) => {
  expect(isTime(text)).toBe(yes);
});

it.each([
  ['0', true],
  ['9'.repeat(18), true],
  ['9'.repeat(19), false],
  ['-1', false],
  ['1.0', false],
  ['٣', false],
  ['', false],
])('%j is whole: %s', (text, yes) => {
  expect(isWhole(text)).toBe(yes);
});

it.each([
  ['ab', true],
  ['', true],
  ['abc', false],
  ['\0', false],
  ['\ud800', false],
])('%j is a text of at most 2: %s', (text, yes) => {
  expect(isText(2)(text)).toBe(yes);
});
