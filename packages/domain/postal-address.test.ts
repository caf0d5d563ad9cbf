import { expect, it } from 'vitest';
import { isCountry } from './countries.ts';
import { postalAddressField } from './postal-address.ts';

const nel = {
  recipient: ' Nel Šimić ',
  line1: 'Ulica 1',
  city: 'Zagreb',
  postalCode: '10000',
  country: 'HR',
};
const faults = (change: object) =>
  postalAddressField
    .safeParse({ ...nel, ...change })
    .error?.issues.map(({ path }) => path.join())
    .sort() ?? [];

it('a postal address is trimmed, and absent fields are null', () => {
  expect(postalAddressField.parse(nel)).toEqual({
    ...nel,
    recipient: 'Nel Šimić',
    company: null,
    line2: null,
    region: null,
    phone: null,
  });
});

it.each([
  ['an empty recipient', { recipient: '  ' }, ['recipient']],
  ['an invisible recipient', { recipient: '\u200b', company: '\u3164' }, ['company', 'recipient']],
  ['no postal code although the country has them', { postalCode: ' ' }, ['postalCode']],
  ['no postal code field although the country has them', { postalCode: null }, ['postalCode']],
  ['too long', { line1: 'x'.repeat(201), postalCode: '1'.repeat(21) }, ['line1', 'postalCode']],
  ['text of several lines', { city: 'a\nb', line2: 'a\0' }, ['city', 'line2']],
  ['broken Unicode', { region: '\ud800' }, ['region']],
  ['an unknown country', { country: 'XX' }, ['country']],
  ['a country in lower case', { country: 'de' }, ['country']],
  ['a phone number of 2 digits', { phone: '12' }, ['phone']],
  ['a phone number of a country code that does not exist', { phone: '+9991234567' }, ['phone']],
  ['a word for a phone number', { phone: 'call me' }, ['phone']],
  ['a phone number of 16 digits', { phone: '+1234567890123456' }, ['phone']],
])('a postal address is refused when it has %s', (_, change, expected) => {
  expect(faults(change)).toEqual(expected);
});

it('a postal address accepts the longest values', () => {
  const long = {
    recipient: '名'.repeat(100),
    company: 'x'.repeat(100),
    line2: 'x'.repeat(200),
    phone: '+49 (0) 30 / 1234 56 78 - 90',
  };
  expect(faults(long)).toEqual([]);
});

it.each(['AE', 'HK', 'QA', 'PA', 'AG'])(
  'a postal address in %s needs no postal code',
  (country) => {
    for (const postalCode of ['', null, undefined]) {
      expect(postalAddressField.parse({ ...nel, country, postalCode }).postalCode).toBeNull();
    }
  },
);

it('an empty optional field of a postal address is null', () => {
  const forms = { ...nel, company: '', line2: ' ', region: '', phone: '' };
  expect(postalAddressField.parse(forms)).toEqual(postalAddressField.parse(nel));
});

it.each([
  ['+49 30 123456', 'DE', '+4930123456'],
  ['030/123456', 'DE', '+4930123456'],
  ['(212) 555-2368', 'US', '+12125552368'],
  ['+44.20.7946.0958', 'DE', '+442079460958'],
  ['00385 1 4569 964', 'HR', '+38514569964'],
])('stores the phone number %s of an address in %s as %s', (phone, country, stored) => {
  expect(postalAddressField.parse({ ...nel, country, phone }).phone).toBe(stored);
});

it('a region with the form of a country code is refused', () => {
  expect(['DE', 'TW', 'AX'].map(isCountry)).toEqual([true, true, true]);
  expect(['EU', 'UK', 'ZZ', 'XK', ''].map(isCountry)).toEqual(Array(5).fill(false));
});
