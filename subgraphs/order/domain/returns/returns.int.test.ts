import type { Viewer } from '@shop/schema';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capturing, unreachable } from '../../testing/fake-providers.ts';
import { newKey, newViewer, returnPeriod, variantA } from '../../testing/fixtures.ts';
import { execute } from '../../testing/graph-fixture.ts';
import { customer, staff } from '../../testing/order-fixture.ts';
import { openTaxedShop } from '../../testing/taxed-shop.ts';
import { allowedReturnActions } from '../allowed-actions.ts';
import { lineIdOf } from '../order.ts';
import { parseCustomerFilter, parseOrderList } from '../order-list-input.ts';
import { cancelReturn } from './cancel-return.ts';
import { type ReceiveReturnInput, receiveReturn } from './receive-return.ts';
import { refuseReturn } from './refuse-return.ts';
import { requestReturn } from './request-return.ts';

let shop: Awaited<ReturnType<typeof openTaxedShop>>;
beforeAll(async () => {
  shop = await openTaxedShop();
});
afterAll(() => shop.close());

const lineId = (id: string) => lineIdOf({ id }, variantA);
/** Ships an order of three units for 32.19 EUR, with shipping for 5.26 EUR. */
async function shipped(): Promise<string> {
  const { id } = await shop.paidWithShipping();
  await shop.fulfil(id);
  return id;
}
async function approved(orderId: string, quantity: number): Promise<string> {
  const id = await shop.requestReturn(orderId, quantity);
  await shop.approveReturn(orderId, id);
  return id;
}
const receive = (
  orderId: string,
  returnId: string,
  change: Partial<ReceiveReturnInput> = {},
  payments = capturing,
) =>
  receiveReturn({ orders: shop.orders, payments }, staff, {
    ...{ orderId, returnId, idempotencyKey: newKey(), ...change },
  });
const request = (orderId: string, quantity: number, viewer = customer, now = new Date()) =>
  requestReturn(
    { orders: shop.orders, returnPeriod },
    viewer,
    {
      ...{ orderId, idempotencyKey: newKey() },
      lines: [{ lineId: lineId(orderId), quantity, reasonCode: 'TOO_SMALL' }],
    },
    now,
  );
const lastEvents = async (subject: string) => {
  const rows = await shop.prisma.outbox.findMany({ where: { subject }, orderBy: { seq: 'asc' } });
  return rows.flatMap(({ type, event }) =>
    type === 'order.return_updated.v1' ? [(event as { data: Record<string, unknown> }).data] : [],
  );
};
const refunds = async (id: string) =>
  (await shop.read(id))?.refunds.map(({ amount, parts }) => ({
    minor: amount.minor,
    shipping: parts?.shipping,
  }));

describe('returns', () => {
  it('the received units are refunded at what was paid for them, and shipping with the last unit', async () => {
    const id = await shipped();
    await receive(id, await approved(id, 2), {
      lines: [{ lineId: lineId(id), restocked: 1, writtenOff: 1 }],
    });
    expect(await refunds(id)).toEqual([{ minor: 2_146n, shipping: null }]);
    const order = await receive(id, await approved(id, 1));
    expect(order.returns.map(({ status }) => status)).toEqual(['RECEIVED', 'RECEIVED']);
    expect(order.refunds.map(({ status, reasonCode }) => [status, reasonCode])).toEqual([
      ['SUCCEEDED', 'RETURNED'],
      ['SUCCEEDED', 'RETURNED'],
    ]);
    expect(await refunds(id)).toEqual([
      { minor: 2_146n, shipping: null },
      { minor: 1_073n + 526n, shipping: 526n },
    ]);
    expect(order.status).toBe('SHIPPED');
  });

  it('every step is an event with the units that came back so far, and a step of the timeline', async () => {
    const id = await shipped();
    await receive(id, await approved(id, 1));
    const second = await approved(id, 2);
    await receive(id, second, { lines: [{ lineId: lineId(id), writtenOff: 2 }] });
    const events = await lastEvents(id);
    const units = (restocked: number, writtenOff: number) => [
      { variantId: variantA, restocked, writtenOff },
    ];
    expect(events.map(({ status, returnedSoFar }) => [status, returnedSoFar])).toEqual([
      ['REQUESTED', units(0, 0)],
      ['APPROVED', units(0, 0)],
      ['RECEIVED', units(1, 0)],
      ['REQUESTED', units(1, 0)],
      ['APPROVED', units(1, 0)],
      ['RECEIVED', units(1, 2)],
    ]);
    expect(events.at(-1)).toMatchObject({ returnId: second, receivedLines: units(0, 2) });
    const [steps = []] = await shop.orders.timelines([id]);
    expect(steps.map(({ kind }) => kind).slice(-5)).toEqual([
      ...['RETURN_REQUESTED', 'RETURN_APPROVED', 'RETURN_RECEIVED'],
      ...['REFUND_REQUESTED', 'REFUNDED'],
    ]);
  });

  it('more than was shipped, or is in another return, is refused', async () => {
    const { id } = await shop.paidWithShipping();
    await shop.fulfil(id, { lines: [{ lineId: lineId(id), quantity: 2 }] });
    expect(await refusalOf(() => request(id, 3))).toEqual(['INVALID_VALUE lines 0 quantity']);
    await request(id, 1);
    expect(await refusalOf(() => request(id, 2))).toEqual(['INVALID_VALUE lines 0 quantity']);
    await request(id, 1);
    expect(await refusalOf(() => request(id, 1))).toEqual(['INVALID_VALUE lines 0 quantity']);
  });

  it('units of a return that was refused or cancelled, or that did not arrive, may be requested again', async () => {
    const id = await shipped();
    const input = (returnId: string) => ({ orderId: id, returnId, idempotencyKey: newKey() });
    const worn = await approved(id, 3);
    const refused = await refuseReturn(shop.orders, staff, { ...input(worn), reason: 'Worn' });
    expect(refused.returns[0]).toMatchObject({ status: 'REFUSED', refusalReason: 'Worn' });
    await cancelReturn(shop.orders, customer, input(await shop.requestReturn(id, 3)));
    await receive(id, await approved(id, 3), { lines: [{ lineId: lineId(id), restocked: 2 }] });
    expect(await refusalOf(() => request(id, 2))).toEqual(['INVALID_VALUE lines 0 quantity']);
    await receive(id, await approved(id, 1));
    expect(await refunds(id)).toEqual([
      { minor: 2_146n, shipping: null },
      { minor: 1_599n, shipping: 526n },
    ]);
  });

  it('what staff have refunded before is not refunded again', async () => {
    const id = await shipped();
    await shop.refund(id, { lines: [{ lineId: lineId(id), quantity: 2 }], shipping: true });
    const order = await receive(id, await approved(id, 3));
    expect(order.refunds.map(({ amount }) => amount.minor)).toEqual([2_146n + 526n, 1_073n]);
    const other = await shipped();
    await shop.refund(other);
    expect((await receive(other, await approved(other, 3))).refunds).toHaveLength(1);
  });

  it('two requests at once never return a unit twice, and a return is received once', async () => {
    const id = await shipped();
    const requests = await Promise.allSettled([request(id, 2), request(id, 2), request(id, 1)]);
    const units = (await shop.read(id))?.returns.flatMap(({ lines }) => lines) ?? [];
    expect(requests.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(units.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(3);
    const other = await shipped();
    const returnId = await approved(other, 1);
    const receipts = await Promise.allSettled([1, 2, 3].map(() => receive(other, returnId)));
    expect(receipts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refunds(other)).toHaveLength(1);
  });

  it('a customer may return until the period after the arrival of the last parcel is over, staff at any time', async () => {
    const id = await shipped();
    const delivered = new Date(Date.now() + 3_600_000);
    const at = (ms: number) => new Date(delivered.getTime() + ms);
    await request(id, 1, customer, at(10 * returnPeriod));
    await shop.deliver(id, delivered);
    await request(id, 1, customer, at(returnPeriod - 1));
    expect(await refusalOf(() => request(id, 1, customer, at(returnPeriod)))).toEqual([
      'RETURN_PERIOD_OVER',
    ]);
    await request(id, 1, staff, at(returnPeriod));
    const { data } = await execute(
      shop,
      `query ($id: ID!) { order(id: $id) { returnableUntil returns { status } } }`,
      { id },
      customer,
    );
    expect(data).toEqual({
      order: {
        returnableUntil: at(returnPeriod).toISOString(),
        returns: Array.from({ length: 3 }, () => ({ status: 'REQUESTED' })),
      },
    });
  });

  it('allowedActions lists what each requester can do with a return', async () => {
    const id = await shipped();
    const returnId = await shop.requestReturn(id);
    const actions = async (viewer: Viewer) => {
      const order = await shop.read(id);
      return order?.returns.map((one) => allowedReturnActions(order, one, viewer));
    };
    expect(await actions(customer)).toEqual([['CANCEL']]);
    expect(await actions(staff)).toEqual([['APPROVE', 'REFUSE', 'CANCEL']]);
    expect(await actions(newViewer(['orders:read']))).toEqual([[]]);
    await shop.approveReturn(id, returnId);
    expect(await actions(staff)).toEqual([['REFUSE', 'RECEIVE', 'CANCEL']]);
    await receive(id, returnId);
    expect([await actions(customer), await actions(staff)]).toEqual([[[]], [[]]]);
  });

  it('another customer neither requests nor cancels a return', async () => {
    const id = await shipped();
    const returnId = await shop.requestReturn(id);
    const other = newViewer();
    expect(await refusalOf(() => request(id, 1, other))).toEqual(['NOT_FOUND orderId']);
    const input = { orderId: id, returnId, idempotencyKey: newKey() };
    expect(await refusalOf(() => cancelReturn(shop.orders, other, input))).toEqual([
      'NOT_FOUND orderId',
    ]);
  });

  it('a provider that does not answer leaves the refund of a received return pending', async () => {
    const id = await shipped();
    const order = await receive(id, await approved(id, 1), {}, unreachable);
    expect(order.returns[0]?.status).toBe('RECEIVED');
    expect(order.refunds.map(({ status }) => status)).toEqual(['PENDING']);
    await shop.sweep(capturing);
    expect((await shop.read(id))?.refunds.map(({ status }) => status)).toEqual(['SUCCEEDED']);
  });

  it('staff list the orders with a return that is not final', async () => {
    const [open, received] = [await shipped(), await shipped()];
    await approved(open, 1);
    await receive(received, await approved(received, 1));
    const ids = async (hasOpenReturn: boolean) => {
      const list = parseOrderList({ filter: { hasOpenReturn } });
      const { rows } = await shop.lists.page(list, {
        size: 100,
        backward: false,
        cursor: undefined,
      });
      return rows.map(({ order }) => order.id);
    };
    expect(await ids(true)).toContain(open);
    expect(await ids(true)).not.toContain(received);
    expect(await ids(false)).toContain(received);
    expect(await ids(false)).not.toContain(open);
  });

  it('customers list their orders with a return in any status, and those without', async () => {
    const [returned, kept] = [await shipped(), await shipped()];
    await receive(returned, await approved(returned, 1));
    const { customerId } = (await shop.read(returned)) ?? {};
    const page = { size: 100, backward: false, cursor: undefined };
    const ids = async (hasReturn: boolean) => {
      const filter = parseCustomerFilter({ filter: { hasReturn } });
      const [orders] = await shop.lists.ofCustomers([customerId ?? ''], filter, page);
      const [count] = await shop.lists.countsOf([customerId ?? ''], filter);
      expect(orders?.rows).toHaveLength(count ?? -1);
      return orders?.rows.map(({ id }) => id);
    };
    expect(await ids(true)).toContain(returned);
    expect(await ids(true)).not.toContain(kept);
    expect(await ids(false)).toContain(kept);
    expect(await ids(false)).not.toContain(returned);
  });

  it('clients read the returns of an order with their refunds, and the units of its lines', async () => {
    const id = await shipped();
    const returnId = await approved(id, 2);
    await receive(id, returnId, { lines: [{ lineId: lineId(id), restocked: 1 }] });
    await shop.requestReturn(id, 1);
    const { data } = await execute(
      shop,
      `query ($id: ID!) { order(id: $id) { lines { returnedQuantity quantityToReturn }
        returns { status refunds { amount { amount } status }
          lines { line { sku } quantity reasonCode restockedQuantity writtenOffQuantity } } } }`,
      { id },
      customer,
    );
    const line = { line: { sku: 'A' }, reasonCode: 'OTHER' };
    expect(data).toEqual({
      order: {
        lines: [{ returnedQuantity: 1, quantityToReturn: 1 }],
        returns: [
          {
            status: 'RECEIVED',
            refunds: [{ amount: { amount: '10.73' }, status: 'SUCCEEDED' }],
            lines: [{ ...line, quantity: 2, restockedQuantity: 1, writtenOffQuantity: 0 }],
          },
          {
            status: 'REQUESTED',
            refunds: [],
            lines: [{ ...line, quantity: 1, restockedQuantity: null, writtenOffQuantity: null }],
          },
        ],
      },
    });
  });
});
