import { afterAll, beforeAll, expect, it } from 'vitest';
import { openOrderFixture } from '../testing/order-fixture.ts';
import { createOpenOrderFigures } from './open-orders.ts';

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

it('open orders are counted by status with the age of the oldest; final ones are not', async () => {
  const read = createOpenOrderFigures(shop.prisma);
  const none = { PENDING: 0, CONFIRMED: 0, PAID: 0, PARTIALLY_SHIPPED: 0, SHIPPED: 0 };
  expect(await read()).toEqual({ orders_open: none, orders_open_oldest_seconds: none });

  const { id } = await shop.placed();
  await shop.placed();
  const placedAt = new Date(Date.now() - 90_000);
  await shop.prisma.order.update({ where: { id }, data: { placedAt } });
  await shop.prisma.order.update({
    where: { id: await shop.paid() },
    data: { status: 'REJECTED' },
  });
  await shop.confirmed();
  const { orders_open, orders_open_oldest_seconds } = await read();
  expect(orders_open).toEqual({ ...none, PENDING: 2, CONFIRMED: 1 });
  expect(orders_open_oldest_seconds['PENDING']).toBeGreaterThanOrEqual(90);
  expect(orders_open_oldest_seconds['CONFIRMED']).toBeLessThan(90);
  expect(orders_open_oldest_seconds['PAID']).toBe(0);
});
