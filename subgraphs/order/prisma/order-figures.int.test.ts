import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PaymentProvider } from '../domain/ports.ts';
import { capturing, pending, unreachable } from '../testing/fake-providers.ts';
import { openOrderFixture } from '../testing/order-fixture.ts';
import { createOrderFigures } from './order-figures.ts';

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

const figures = (pendingMs = 60_000) => createOrderFigures(shop.prisma, pendingMs)();
const zero = {
  captures_overdue: 0,
  payments_open: 0,
  refunds_pending: 0,
  refunds_failed: 0,
  orders_overdue: 0,
};
const refusing: PaymentProvider = {
  ...capturing,
  refund: async () => ({ status: 'FAILED', code: 'account_closed' }),
};

it('an open payment is counted until its result is known', async () => {
  await shop.pay(await shop.confirmed(), pending);
  expect(await figures()).toEqual({ ...zero, payments_open: 1 });
  await shop.sweep(capturing, 0.5);
  expect(await figures()).toEqual(zero);
});

it('a pending refund is counted until it is answered, a failed one until a later one succeeds', async () => {
  const orderId = await shop.paid();
  await shop.refund(orderId, {}, unreachable);
  expect(await figures()).toEqual({ ...zero, refunds_pending: 1 });
  await shop.sweep(refusing);
  await shop.refund(orderId, {}, refusing);
  expect(await figures()).toEqual({ ...zero, refunds_failed: 1 });
  await shop.refund(orderId);
  expect(await figures()).toEqual(zero);
});

it('an order is counted one minute after it should have been cancelled', async () => {
  const { id } = await shop.placed();
  const data = { placedAt: new Date(Date.now() - 150_000) };
  await shop.prisma.order.update({ where: { id }, data });
  expect(await figures(120_000)).toEqual(zero);
  expect(await figures(60_000)).toEqual({ ...zero, orders_overdue: 1 });
  await shop.sweep(capturing, 120);
  const confirmed = await shop.confirmed();
  expect(await figures()).toEqual(zero);
  const expiresAt = new Date(Date.now() - 90_000);
  await shop.prisma.order.update({ where: { id: confirmed }, data: { expiresAt } });
  expect(await figures()).toEqual({ ...zero, orders_overdue: 1 });
});
