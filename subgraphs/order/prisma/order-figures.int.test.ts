import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PaymentProvider } from '../domain/ports.ts';
import { captured, lost, openScenario, waiting } from '../testing/scenario.ts';
import { createOrderFigures } from './order-figures.ts';

let shop: Awaited<ReturnType<typeof openScenario>>;
beforeAll(async () => {
  shop = await openScenario();
});
afterAll(() => shop.close());

const figures = (pendingMs = 60_000) => createOrderFigures(shop.prisma, pendingMs)();
const none = { payments_open: 0, refunds_pending: 0, refunds_failed: 0, orders_overdue: 0 };
const refusing: PaymentProvider = {
  ...captured,
  refund: async () => ({ status: 'FAILED', code: 'account_closed' }),
};

it('an open payment counts until its outcome is known', async () => {
  await shop.pay(await shop.confirmed(), waiting);
  expect(await figures()).toEqual({ ...none, payments_open: 1 });
  await shop.sweep(captured, 0.5);
  expect(await figures()).toEqual(none);
});

it('a refund counts until it is answered, and when it was refused until one is made', async () => {
  const orderId = await shop.paid();
  await shop.refund(orderId, {}, lost);
  expect(await figures()).toEqual({ ...none, refunds_pending: 1 });
  await shop.sweep(refusing);
  await shop.refund(orderId, {}, refusing);
  expect(await figures()).toEqual({ ...none, refunds_failed: 1 });
  await shop.refund(orderId);
  expect(await figures()).toEqual(none);
});

it('an order counts when it should have been cancelled a minute ago', async () => {
  const { id } = await shop.placed();
  const data = { placedAt: new Date(Date.now() - 150_000) };
  await shop.prisma.order.update({ where: { id }, data });
  expect(await figures(120_000)).toEqual(none);
  expect(await figures(60_000)).toEqual({ ...none, orders_overdue: 1 });
  await shop.sweep(captured, 120);
  const confirmed = await shop.confirmed();
  expect(await figures()).toEqual(none);
  const expiresAt = new Date(Date.now() - 90_000);
  await shop.prisma.order.update({ where: { id: confirmed }, data: { expiresAt } });
  expect(await figures()).toEqual({ ...none, orders_overdue: 1 });
});
