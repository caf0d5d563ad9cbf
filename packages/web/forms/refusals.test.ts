import { expect, it } from 'vitest';
import { formErrors } from './refusals.ts';

it('a refusal stands at its field, and one without a field of the form above the button', () => {
  const refusals = [
    { message: 'The postal code is invalid.', field: ['shippingAddress', 'postalCode'] },
    { message: 'Prices have changed.', field: null },
    { message: 'Choose a method.', field: ['shippingMethod'] },
    { message: 'The amount is too large.', field: ['rates', '3', 'price', 'amount'] },
  ];
  expect(formErrors(refusals, ['postalCode', 'city', 'rates', 'price'])).toEqual({
    fields: { postalCode: 'The postal code is invalid.', price: 'The amount is too large.' },
    form: 'Prices have changed. Choose a method.',
  });
});

it('a refusal of an entry of a list stands at the field of this entry', () => {
  const refusals = [
    { message: 'Another variant has this SKU.', field: ['variants', '1', 'sku'] },
    { message: 'The amount is too large.', field: ['variants', '0', 'price', 'amount'] },
    { message: 'There are too many.', field: ['variants'] },
  ];
  const names = ['sku', 'variants.0.sku', 'variants.0.price', 'variants.1.sku', 'variants.1.price'];
  expect(formErrors(refusals, names)).toEqual({
    fields: {
      'variants.1.sku': 'Another variant has this SKU.',
      'variants.0.price': 'The amount is too large.',
    },
    form: 'There are too many.',
  });
});
