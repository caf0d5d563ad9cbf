import { openToken, orderLinkSeal } from '@shop/schema';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capturing } from '../testing/fake-providers.ts';
import {
  newKey,
  newViewer,
  paymentWindows,
  shippingAddress,
  variantA,
} from '../testing/fixtures.ts';
import { openOrderFixture, staff } from '../testing/order-fixture.ts';
import { claimOrders } from './claim-orders.ts';
import { confirmOrder } from './confirm-order.ts';
import { payOrder } from './pay-order.ts';
import {
  type PlaceOrderForCustomerInput,
  placeOrderForCustomer,
} from './place-order-for-customer.ts';

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

const email = 'nel@shop.example';
const place = (change: Partial<PlaceOrderForCustomerInput> = {}, limit = 0) =>
  placeOrderForCustomer(
    { ...shop, unpaidLimit: { ofCustomer: limit, ofNetwork: limit, clientAddress: '192.0.2.1' } },
    staff,
    {
      ...{ email, lines: [{ variantId: variantA, quantity: 2 }], shippingAddress },
      ...{ idempotencyKey: newKey(), ...change },
    },
  );
const eventsOf = async (subject: string) => {
  const rows = await shop.prisma.outbox.findMany({ where: { subject }, orderBy: { seq: 'asc' } });
  return rows.map(({ event }) => event as { type: string; data: Record<string, unknown> });
};

describe('placeOrderForCustomer', () => {
  it('the customer pays with the link in the e-mail about the order, in the time for orders of staff', async () => {
    const order = await place();
    expect(order).toMatchObject({ status: 'PENDING', email, placedBy: staff.id });
    const confirmed = await confirmOrder(shop.orders, order.id, paymentWindows);
    const window = Number(confirmed.expiresAt) - Date.now();
    expect(window).toBeGreaterThan(paymentWindows.user);
    expect(window).toBeLessThanOrEqual(paymentWindows.staff);
    const [, event] = await eventsOf(order.id);
    expect(event).toMatchObject({
      type: 'order.confirmed.v1',
      data: { email, expiresAt: confirmed.expiresAt?.toISOString() },
    });
    const orderToken = openToken(
      shop.mailTokenKey,
      String(event?.data['sealedToken']),
      orderLinkSeal(order.id),
    );
    const payment = { orderId: order.id, orderToken, paymentToken: 'tok' };
    const paid = await payOrder({ ...shop, payments: capturing }, undefined, {
      ...payment,
      idempotencyKey: newKey(),
    });
    expect(paid.order.status).toBe('PAID');
    const [steps] = await shop.orders.timelines([order.id]);
    expect(steps?.[0]?.kind).toBe('PLACED');
  });

  it('a customer with an account gets the order there', async () => {
    const viewer = { ...newViewer(), email: 'claims@shop.example' };
    const order = await place({ email: viewer.email });
    expect(await claimOrders(shop, viewer)).toMatchObject({ claimedCount: 1 });
    expect(await shop.read(order.id)).toMatchObject({ customerId: viewer.id, guest: null });
  });

  it('the limits of unpaid orders do not count for it', async () => {
    await place({ email: 'many@shop.example' }, 1);
    expect((await place({ email: 'many@shop.example' }, 1)).status).toBe('PENDING');
  });

  it('the same key places one order', async () => {
    const idempotencyKey = newKey();
    const orders = await Promise.all([1, 2, 3].map(() => place({ idempotencyKey })));
    expect(new Set(orders.map(({ id }) => id)).size).toBe(1);
  });

  it.each([
    [{ email: 'no address' }, 'INVALID_VALUE email'],
    [{ lines: [] }, 'INVALID_VALUE lines'],
    [
      { shippingAddress: { ...shippingAddress, country: 'XX' } },
      'INVALID_VALUE shippingAddress country',
    ],
  ])('an order with %j is refused', async (change, refusal) => {
    expect(await refusalOf(() => place(change))).toContain(refusal);
  });
});
