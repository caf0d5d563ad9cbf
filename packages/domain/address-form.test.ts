import { expect, it } from 'vitest';
import { countries } from './address-form.ts';
import { postalAddressField } from './postal-address.ts';

const country = (code: string) => countries().find((one) => one.code === code);
const fieldsOf = (code: string) => country(code)?.addressFields ?? [];

it('a country has the fields of its addresses in its sequence, with labels and patterns', () => {
  expect(country('DE')?.name).toBe('Germany');
  expect(fieldsOf('DE').map(({ name }) => name)).toEqual([
    ...['RECIPIENT', 'COMPANY', 'LINE1', 'LINE2', 'POSTAL_CODE', 'CITY', 'PHONE'],
  ]);
  const fieldOf = (code: string, name: string) => fieldsOf(code).find((one) => one.name === name);
  expect(fieldOf('US', 'REGION')).toMatchObject({ label: 'State', required: false });
  expect(fieldOf('US', 'POSTAL_CODE')).toMatchObject({ label: 'ZIP code', example: '95014' });
  expect(fieldOf('AE', 'POSTAL_CODE')).toBeUndefined();
  expect(fieldOf('SG', 'CITY')).toMatchObject({ required: true });
});

it('every country has a name, each field once, and an example that matches its pattern', () => {
  expect(countries()).toHaveLength(249);
  for (const { code, name, addressFields } of countries()) {
    expect(name).not.toBe(code);
    expect(new Set(addressFields.map((field) => field.name)).size).toBe(addressFields.length);
    for (const { pattern, example } of addressFields) {
      if (pattern && example) expect(example).toMatch(new RegExp(pattern));
    }
  }
});

it('an address with the required fields of a country alone is accepted, and without one refused', () => {
  for (const { code, addressFields } of countries()) {
    const keys = {
      RECIPIENT: 'recipient',
      LINE1: 'line1',
      CITY: 'city',
      POSTAL_CODE: 'postalCode',
    };
    const needed = addressFields.filter(({ required }) => required).map(({ name }) => name);
    const values = needed.map((name) => [keys[name as keyof typeof keys], 'x'] as const);
    const complete = { ...Object.fromEntries(values), country: code };
    expect([code, postalAddressField.safeParse(complete).success]).toEqual([code, true]);
    for (const [key] of values) {
      const lacking = { ...complete, [key]: '' };
      expect([code, postalAddressField.safeParse(lacking).success]).toEqual([code, false]);
    }
  }
});
