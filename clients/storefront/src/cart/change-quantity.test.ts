import { expect, it } from 'vitest';
import { changeQuantity } from './change-quantity.ts';
import type { CartFragment } from './generated/cart.ts';

const euros = (amount: string) => ({ __typename: 'Money' as const, amount, currencyCode: 'EUR' });
const line = (id: string, quantity: number, price: string, total: string) => ({
  __typename: 'CartLine' as const,
  id,
  sku: id,
  title: id,
  quantity,
  unitPrice: euros(price),
  lineTotal: euros(total),
  variant: { __typename: 'ProductVariant' as const, id, product: null },
  problems: [],
});
const cart = {
  id: 'cart',
  version: 1,
  totalQuantity: 3,
  lines: [line('mug', 1, '16.10', '16.10'), line('tee', 2, '10.00', '20.00')],
  vouchers: [],
  subtotal: euros('36.10'),
  pricing: { discounts: [], total: euros('36.10') },
} as unknown as CartFragment;
const sums = ({ lines, totalQuantity, subtotal, pricing }: CartFragment) => ({
  lines: lines.map(({ quantity, lineTotal }) => [quantity, lineTotal.amount]),
  totalQuantity,
  subtotal: subtotal?.amount,
  total: pricing?.total.amount,
});

it('another quantity of a line changes its total and that of the cart', () => {
  expect(sums(changeQuantity(cart, 'mug', 7))).toEqual({
    lines: [
      [7, '112.70'],
      [2, '20.00'],
    ],
    totalQuantity: 9,
    subtotal: '132.70',
    total: '132.70',
  });
});

it('a line without units leaves the cart', () => {
  expect(sums(changeQuantity(cart, 'tee', 0))).toEqual({
    lines: [[1, '16.10']],
    totalQuantity: 1,
    subtotal: '16.10',
    total: '16.10',
  });
});

it('a total with discounts stays until the shop has computed it', () => {
  const discount = { code: 'd', name: 'Discount', voucherCode: null, amount: euros('6.10') };
  const pricing = { discounts: [discount], total: euros('30.00') };
  const discounted = { ...cart, pricing } as unknown as CartFragment;
  expect(sums(changeQuantity(discounted, 'mug', 7))).toMatchObject({
    subtotal: '132.70',
    total: '30.00',
  });
});
