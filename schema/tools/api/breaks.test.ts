import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { apiBreaks } from './breaks.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const released = read('released/api.graphql');

it('the API breaks no client of the released schema, apart from approved breaks', () => {
  const approved = read('approved-breaks.txt').split('\n').filter(Boolean);
  expect(apiBreaks(released, read('api.graphql'), approved)).toEqual([]);
});

it('a removed field is reported until it is approved, and an added one is not', () => {
  const without = released.replace(
    /\n {2}"""(?:(?!""")[\s\S])*"""\n {2}lowestPrice30Days: Money/,
    '',
  );
  const description = 'ProductVariant.lowestPrice30Days was removed.';
  expect(apiBreaks(released, without)).toEqual([`FIELD_REMOVED: ${description}`]);
  expect(apiBreaks(released, without, [description])).toEqual([]);
  expect(apiBreaks(without, released)).toEqual([]);
});
