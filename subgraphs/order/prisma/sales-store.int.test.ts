import { analyzeAllRows, explain } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { periodOf } from '../domain/sales/day.ts';
import { settleCharge } from '../domain/settle-charge.ts';
import { units, withEdits } from '../testing/edit-fixture.ts';
import { providerReturning } from '../testing/fake-providers.ts';
import { productData, variantA } from '../testing/fixtures.ts';
import { execute } from '../testing/graph-fixture.ts';
import { openOrderFixture } from '../testing/order-fixture.ts';
import { amountsQuery, unitsQuery } from './sales-sql.ts';

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

const declining = providerReturning({ status: 'FAILED', code: 'card_declined' });
const fields = `orderCount units refundCount
  amounts { currencyCode orderCount paid { amount } refunded { amount } net { amount } }
  bestSellers { product { id } units }`;

/** Moves what has happened to an order to another time. */
const moveTo = (orderId: string, at: string) =>
  shop.pool.query('UPDATE order_steps SET at = $2 WHERE order_id = $1', [orderId, at]);

const salesOf = async (date: string, timeZone: string) => {
  const source = `query ($date: Date!, $timeZone: TimeZone!) {
    salesOfDay(date: $date, timeZone: $timeZone) { ${fields} } }`;
  return execute(shop, source, { date, timeZone });
};

it('an order counts on the day of its payment in the time zone, and its refund on its own day', async () => {
  const orderId = await shop.paid();
  await moveTo(orderId, '2026-05-01T22:30:00Z');
  await shop.refund(orderId, { amount: { amount: '5.00', currencyCode: 'EUR' } });
  await shop.pool.query(
    `UPDATE order_steps SET at = '2026-05-03T10:00:00Z' WHERE order_id = $1 AND kind::text LIKE 'REFUND%'`,
    [orderId],
  );
  // Neither paid, nor of these days.
  await shop.confirmed();
  await shop.paid();

  const sold = {
    ...{ orderCount: 1, units: 2, refundCount: 0 },
    amounts: [
      {
        ...{ currencyCode: 'EUR', orderCount: 1 },
        ...{ paid: { amount: '20.00' }, refunded: { amount: '0.00' }, net: { amount: '20.00' } },
      },
    ],
    bestSellers: [{ product: { id: productData().productId }, units: 2 }],
  };
  const nothing = { orderCount: 0, units: 0, refundCount: 0, amounts: [], bestSellers: [] };
  const data = async (date: string, timeZone: string) =>
    (await salesOf(date, timeZone)).data as unknown;
  expect(await data('2026-05-01', 'UTC')).toEqual({ salesOfDay: sold });
  expect(await data('2026-05-02', 'UTC')).toEqual({ salesOfDay: nothing });
  expect(await data('2026-05-01', 'Europe/Berlin')).toEqual({ salesOfDay: nothing });
  expect(await data('2026-05-02', 'Europe/Berlin')).toEqual({ salesOfDay: sold });
  expect(await data('2026-05-03', 'UTC')).toEqual({
    salesOfDay: {
      ...{ ...nothing, refundCount: 1 },
      amounts: [
        {
          ...{ currencyCode: 'EUR', orderCount: 0 },
          ...{ paid: { amount: '0.00' }, refunded: { amount: '5.00' }, net: { amount: '-5.00' } },
        },
      ],
    },
  });
});

it('a payment that came too late, and its refund, are not counted', async () => {
  const orderId = await shop.confirmed();
  await shop.pay(orderId, declining).catch(() => {});
  const failed = (await shop.read(orderId))?.payments[0]?.id ?? '';
  await shop.pay(orderId);
  await settleCharge(shop.orders, failed, { status: 'CAPTURED' });
  await shop.sweep(providerReturning({ status: 'CAPTURED' }));
  expect((await shop.read(orderId))?.refunds).toMatchObject([
    { status: 'SUCCEEDED', reasonCode: 'LATE_PAYMENT' },
  ]);
  await moveTo(orderId, '2026-06-01T12:00:00Z');
  expect((await salesOf('2026-06-01', 'UTC')).data).toMatchObject({
    salesOfDay: { orderCount: 1, refundCount: 0, amounts: [{ net: { amount: '20.00' } }] },
  });
});

it('an edited order counts with what was paid for it, and its edits on their own days', async () => {
  const edits = withEdits(shop);
  const id = await shop.paid();
  await moveTo(id, '2026-07-01T12:00:00Z');
  await edits.edited(id, units([variantA, 5]));
  await shop.pay(id);
  await edits.edited(id, units([variantA, 1]));
  await shop.sweep(providerReturning({ status: 'CAPTURED' }));
  const kinds = ['EDITED', 'PAYMENT_RECEIVED', 'REFUNDED'] as const;
  for (const [n, kind] of kinds.entries()) {
    await shop.prisma.orderStep.updateMany({
      ...{ where: { orderId: id, kind }, data: { at: new Date(`2026-07-1${n}T12:00:00Z`) } },
    });
  }
  const dayOf = async (date: string) => (await salesOf(date, 'UTC')).data;
  expect(await dayOf('2026-07-01')).toMatchObject({
    salesOfDay: { orderCount: 1, units: 2, amounts: [{ paid: { amount: '20.00' } }] },
  });
  expect(await dayOf('2026-07-11')).toMatchObject({
    salesOfDay: { orderCount: 0, units: 0, amounts: [{ paid: { amount: '30.00' } }] },
  });
  expect(await dayOf('2026-07-12')).toMatchObject({
    salesOfDay: { refundCount: 2, amounts: [{ refunded: { amount: '40.00' } }] },
  });
});

it('an authorised payment counts when it pays the order, and its captures do not count again', async () => {
  const id = await shop.confirmed();
  const authorisation = { expiresAt: new Date(Date.now() + 86_400_000), captures: 'MANY' } as const;
  const authorising = providerReturning({ status: 'AUTHORISED', ...authorisation });
  await shop.pay(id, authorising);
  await shop.fulfil(id, {}, authorising);
  await shop.prisma.orderStep.updateMany({
    where: { orderId: id },
    data: { at: new Date('2026-08-01T12:00:00Z') },
  });
  expect((await salesOf('2026-08-01', 'UTC')).data).toMatchObject({
    salesOfDay: { orderCount: 1, amounts: [{ paid: { amount: '20.00' } }] },
  });
});

it('an unknown time zone or day is an error of its argument', async () => {
  expect((await salesOf('2026-02-30', 'UTC')).errors[0]).toContain('Date must be');
  expect((await salesOf('2026-02-28', 'Mars/Base')).errors[0]).toContain('TimeZone must be');
});

it('the sales of a day read the orders of that day alone, among those of two years', async () => {
  const count = 50_000;
  const { pool } = shop;
  const id = `('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
  const at = `timestamptz '2024-01-01' + n * interval '20 minutes'`;
  const series = `FROM generate_series(1, ${count}::bigint) n`;
  await pool.query(`INSERT INTO orders (id, number, customer_id, email, status, currency, total_minor,
      correlation_id, placed_at, updated_at, shipping_address, billing_address)
    SELECT ${id}, '2024-' || lpad(n::text, 6, '0'), ${id}, 'a@b.c', 'PAID', 'EUR', 1000, 'test', ${at}, ${at}, '{}', '{}'
    ${series}`);
  await pool.query(`INSERT INTO order_lines (order_id, position, variant_id, sku, title, slug, quantity, unit_minor)
    SELECT ${id}, 0, (SELECT variant_id FROM catalogue_variants LIMIT 1), 'A', 'A', 'a', 1, 1000 ${series}`);
  await pool.query(`INSERT INTO order_steps (order_id, kind, correlation_id, details, at)
    SELECT ${id}, kind::"OrderStepKind", 'test', '{"amount":{"minor":"1000","currency":"EUR"}}', ${at}
    ${series}, unnest(ARRAY['PLACED', 'CONFIRMED', 'PAID', 'SHIPPED']) kind`);
  await pool.query(`INSERT INTO catalogue_variants
      (variant_id, product_id, sku, title, slug, price_minor, currency, for_sale, removed, version)
    SELECT ${id}, ${id}, n::text, 'A', 'a', 1000, 'EUR', true, false, 1 ${series}`);
  await analyzeAllRows(pool, ['orders', 'order_lines', 'order_steps', 'catalogue_variants']);
  const day = periodOf('2024-07-01', 'Europe/Berlin');
  const [amounts] = await shop.sales.amounts(day);
  expect(amounts).toMatchObject({ orderCount: 72, units: 72, paid: { minor: 72_000n } });
  expect((await shop.sales.bestSellers(day, 10))[0]?.units).toBe(72);
  for (const query of [amountsQuery(day), unitsQuery(day)]) {
    const { scanned, indexes, rowsRead } = await explain(pool, query);
    expect(scanned).toEqual([]);
    expect(indexes).toContain('order_steps_sales');
    expect(rowsRead).toBeLessThan(500);
  }
});
