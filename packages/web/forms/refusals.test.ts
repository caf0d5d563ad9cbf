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
