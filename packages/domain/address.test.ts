import { expect, it } from 'vitest';
import { addressInput } from './address.ts';
import { isCountry } from './countries.ts';

const nel = {
  recipient: ' Nel Šimić ',
  line1: 'Ulica 1',
  city: 'Zagreb',
  postalCode: '10000',
  country: 'HR',
};
const faults = (change: object) =>
  addressInput
    .safeParse({ ...nel, ...change })
    .error?.issues.map(({ path }) => path.join())
    .sort() ?? [];

it('is trimmed, and what is not given is null', () => {
  expect(addressInput.parse(nel)).toEqual({
    ...nel,
    recipient: 'Nel Šimić',
    company: null,
    line2: null,
    region: null,
    phone: null,
  });
});

it.each([
  ['empty', { recipient: '  ', company: '' }, ['company', 'recipient']],
  ['too long', { line1: 'x'.repeat(201), postalCode: '1'.repeat(21) }, ['line1', 'postalCode']],
  ['text of several lines', { city: 'a\nb', line2: 'a\0' }, ['city', 'line2']],
  ['broken Unicode', { region: '\ud800' }, ['region']],
  ['a country that is none', { country: 'XX' }, ['country']],
  ['a country in lower case', { country: 'de' }, ['country']],
  ['a national phone number', { phone: '030 123456' }, ['phone']],
  ['a phone number of 16 digits', { phone: '+1234567890123456' }, ['phone']],
])('is refused when it has %s', (_, change, expected) => {
  expect(faults(change)).toEqual(expected);
});

it('takes the longest values', () => {
  const long = {
    recipient: '名'.repeat(100),
    company: 'x'.repeat(100),
    line2: 'x'.repeat(200),
    phone: '+123456789012345',
  };
  expect(faults(long)).toEqual([]);
});

it('knows countries, not regions that only look like one', () => {
  expect(['DE', 'TW', 'AX'].map(isCountry)).toEqual([true, true, true]);
  expect(['EU', 'UK', 'ZZ', 'XK', ''].map(isCountry)).toEqual(Array(5).fill(false));
});
