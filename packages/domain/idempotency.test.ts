import { expect, it } from 'vitest';
import { canonicalJson, newIdempotencyKey } from './idempotency.ts';

const fingerprint = (input: object) =>
  newIdempotencyKey('payOrder', 'requester', { idempotencyKey: 'key-12345', ...input }).fingerprint;

it('an input with null has the same fingerprint as one without the field', () => {
  const nested = { orderId: '1', lines: [{ sku: 'A', note: null }], orderToken: null };
  expect(fingerprint(nested)).toBe(fingerprint({ orderId: '1', lines: [{ sku: 'A' }] }));
});

it('the order of fields does not change a fingerprint, the order of a list does', () => {
  expect(fingerprint({ a: 1, b: 2 })).toBe(fingerprint({ b: 2, a: 1 }));
  expect(fingerprint({ ids: ['1', '2'] })).not.toBe(fingerprint({ ids: ['2', '1'] }));
});

it('null in a list stays, since it has a place', () => {
  expect(canonicalJson([null, 1])).toBe('[null,1]');
});

it('amounts in minor units and dates are part of a fingerprint', () => {
  expect(fingerprint({ amount: { minor: 100n } })).not.toBe(
    fingerprint({ amount: { minor: 101n } }),
  );
  expect(fingerprint({ at: new Date(0) })).not.toBe(fingerprint({ at: new Date(1) }));
});

it('another operation or requester has another scope', () => {
  const scopes = [
    ['payOrder', 'a'],
    ['payOrder', 'b'],
    ['cancelOrder', 'a'],
  ].map(([operation = '', requester = '']) =>
    newIdempotencyKey(operation, requester, { idempotencyKey: 'key-12345' }),
  );
  expect(new Set(scopes.map(({ scope }) => scope)).size).toBe(3);
});
