import { expect, it } from 'vitest';
import { refundInput } from './refund-input.ts';

const order = {
  id: 'o1',
  lines: [{ id: 'l1' }, { id: 'l2' }],
  total: { currencyCode: 'EUR' },
};

it('lines are refunded of which at least one unit is chosen', () => {
  const values = { 'units.l1': '0', 'units.l2': '2', shipping: '' };
  expect(refundInput(order, 'units', values)).toEqual({
    orderId: 'o1',
    lines: [{ lineId: 'l2', quantity: 2 }],
  });
});

it('shipping is refunded alone, and nothing chosen is not taken for everything', () => {
  expect(refundInput(order, 'units', { 'units.l1': '0', shipping: 'yes' })).toEqual({
    orderId: 'o1',
    shipping: true,
  });
  expect(refundInput(order, 'units', { 'units.l1': '0', shipping: '' })).toBeUndefined();
});

it('an amount may have a comma, and the rest has none', () => {
  expect(refundInput(order, 'amount', { amount: ' 4,90 ' })).toEqual({
    orderId: 'o1',
    amount: { amount: '4.90', currencyCode: 'EUR' },
  });
  expect(refundInput(order, 'rest', { amount: '4.90' })).toEqual({ orderId: 'o1' });
});
