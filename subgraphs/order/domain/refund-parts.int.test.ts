import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capturing } from '../testing/fake-providers.ts';
import { variantA, variantB } from '../testing/fixtures.ts';
import { execute } from '../testing/graph-fixture.ts';
import { customer } from '../testing/order-fixture.ts';
import { openTaxedShop } from '../testing/taxed-shop.ts';
import { lineIdOf } from './order.ts';
import type { PaymentProvider } from './ports.ts';
import type { RefundOrderInput } from './refund-order.ts';

let shop: Awaited<ReturnType<typeof openTaxedShop>>;
beforeAll(async () => {
  shop = await openTaxedShop();
});
afterAll(() => shop.close());

const paid = () => shop.paidWithShipping();
const units = (order: { readonly id: string }, quantity: number) => ({
  lines: [{ lineId: lineIdOf(order, variantA), quantity }],
});
const refunded = async (id: string) =>
  (await shop.read(id))?.refunds.map(({ amount }) => amount.minor);

describe('refundOrder with lines and shipping', () => {
  it('every unit and the shipping give back exactly what was paid, with discounts and taxes', async () => {
    const order = await paid();
    expect(order.total.minor).toBe(3_745n);
    await shop.refund(order.id, units(order, 1));
    await shop.refund(order.id, units(order, 1));
    await shop.refund(order.id, { ...units(order, 1), shipping: true });
    expect(await refunded(order.id)).toEqual([1_073n, 1_073n, 1_599n]);
    const events = await shop.prisma.outbox.findMany({ where: { subject: order.id } });
    const last = events.map(({ event }) => event as { type: string; data: object }).at(-1);
    expect(last).toMatchObject({
      type: 'order.refunded.v1',
      data: {
        lineRefunds: [{ variantId: variantA, quantity: 1, amount: { minor: '1073' } }],
        shippingRefund: { minor: '526' },
      },
    });
  });

  it('clients read the lines of a refund and the refunded units of a line', async () => {
    const order = await paid();
    await shop.refund(order.id, units(order, 2));
    const { data } = await execute(
      shop,
      `query ($id: ID!) { order(id: $id) { lines { id refundedQuantity }
        refunds { shipping { amount } lines { quantity line { id sku } amount { amount } } } } }`,
      { id: order.id },
      customer,
    );
    const id = lineIdOf(order, variantA);
    expect(data?.order).toEqual({
      lines: [{ id, refundedQuantity: 2 }],
      refunds: [
        {
          shipping: null,
          lines: [
            { quantity: 2, line: { id, sku: expect.any(String) }, amount: { amount: '21.46' } },
          ],
        },
      ],
    });
  });

  it('a part is not refunded twice, also by concurrent requests', async () => {
    const order = await paid();
    const both = await Promise.allSettled(
      [1, 2].map(() => shop.refund(order.id, { ...units(order, 2), shipping: true })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await refusalOf(() => shop.refund(order.id, units(order, 2)))).toEqual([
      'INVALID_VALUE lines 0 quantity',
    ]);
    expect(await refusalOf(() => shop.refund(order.id, { shipping: true }))).toEqual([
      'NOTHING_TO_REFUND shipping',
    ]);
    expect(await refunded(order.id)).toEqual([2_672n]);
  });

  it('the units of a failed refund can be refunded again', async () => {
    const order = await paid();
    const refusing: PaymentProvider = {
      ...capturing,
      refund: async () => ({ status: 'FAILED', code: 'account_closed' }),
    };
    await shop.refund(order.id, { ...units(order, 3), shipping: true }, refusing);
    await shop.refund(order.id, { ...units(order, 3), shipping: true });
    expect(await refunded(order.id)).toEqual([3_745n, 3_745n]);
  });

  it('parts that cost more than was not refunded are refused, with the amount that is left', async () => {
    const order = await paid();
    await shop.refund(order.id, { amount: { amount: '30', currencyCode: 'EUR' } });
    expect(await refusalOf(() => shop.refund(order.id, units(order, 1)))).toEqual([
      'REFUND_EXCEEDS_PAYMENT lines',
    ]);
    await shop.refund(order.id, { shipping: true });
    expect(await refunded(order.id)).toEqual([3_000n, 526n]);
  });

  it.each<[string, (id: string) => Partial<RefundOrderInput>, string]>([
    ['no line', () => ({ lines: [] }), 'INVALID_VALUE lines'],
    ['no unit', (id) => units({ id }, 0), 'INVALID_VALUE lines 0 quantity'],
    ['too many units', (id) => units({ id }, 4), 'INVALID_VALUE lines 0 quantity'],
    ['a line of another order', () => units({ id: variantB }, 1), 'NOT_FOUND lines 0 lineId'],
    [
      'a line twice',
      (id) => ({ lines: [...units({ id }, 1).lines, ...units({ id }, 1).lines] }),
      'INVALID_VALUE lines',
    ],
    [
      'an amount and parts',
      () => ({ shipping: true, amount: { amount: '1', currencyCode: 'EUR' } }),
      'INVALID_VALUE amount',
    ],
  ])('%s is refused, and nothing is refunded', async (_, input, reason) => {
    const { id } = await paid();
    expect(await refusalOf(() => shop.refund(id, input(id)))).toEqual([reason]);
    expect(await refunded(id)).toEqual([]);
  });
});
