import { expect, it } from 'vitest';
import { formErrors } from './refusals.ts';

it('a refusal stands at its field, and one without a field of the form above the button', () => {
  const refusals = [
    { message: 'The postal code is invalid.', field: ['shippingAddress', 'postalCode'] },
    { message: 'Prices have changed.', field: null },
    { message: 'Choose a method.', field: ['shippingMethod'] },
  ];
  expect(formErrors(refusals, ['postalCode', 'city'])).toEqual({
    fields: { postalCode: 'The postal code is invalid.' },
    form: 'Prices have changed. Choose a method.',
  });
});
