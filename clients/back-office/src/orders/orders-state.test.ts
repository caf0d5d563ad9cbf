import { expect, it } from 'vitest';
import { ordersOf } from './orders-state.ts';

const orders = (text: string) => ordersOf(new URLSearchParams(text));

it('words with an @ are an e-mail address, and others the beginning of a number', () => {
  expect(orders('q=nel@shop.example').filter).toEqual({ email: 'nel@shop.example' });
  expect(orders('q=2026-0001').filter).toEqual({ numberPrefix: '2026-0001' });
});

it('the URL of a list of orders is its state', () => {
  expect(orders('status=SHIPPED&status=PAID&only=returns&sort=TOTAL_DESC&after=c1')).toEqual({
    filter: { status: ['PAID', 'SHIPPED'], hasOpenReturn: true },
    sortBy: 'TOTAL_DESC',
    first: 20,
    after: 'c1',
  });
});

it('an unknown status and an unknown sort are left out', () => {
  expect(orders('status=LOST&only=gifts&sort=BEST')).toEqual({ filter: {}, first: 20 });
});
