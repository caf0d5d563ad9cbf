import { expect, it } from 'vitest';
import { assertDeclaredRefusals } from './assert-declared-refusals.ts';

const payload = (userError: object) => ({
  markDelivered: { order: null, userErrors: [userError] },
});

it('a code that the mutation declares is accepted', () => {
  assertDeclaredRefusals(payload({ code: 'ILLEGAL_TRANSITION' }));
  assertDeclaredRefusals({ orders: { nodes: [] }, cart: null });
  assertDeclaredRefusals(null);
});

it('a code that the mutation does not declare is reported, in rows too', () => {
  expect(() => assertDeclaredRefusals(payload({ code: 'CART_EMPTY' }))).toThrow(
    'markDelivered is refused with CART_EMPTY',
  );
  const results = [{ userErrors: [{ code: 'CART_EMPTY' }] }];
  expect(() => assertDeclaredRefusals({ bulkUpsertProducts: { results } })).toThrow('CART_EMPTY');
});

it('a number in a message without details is reported', () => {
  const error = { code: 'VERSION_CONFLICT', message: 'The current version is 7.' };
  expect(() => assertDeclaredRefusals(payload({ ...error, details: null }))).toThrow('details');
  assertDeclaredRefusals(payload({ ...error, details: { currentVersion: 7 } }));
});
