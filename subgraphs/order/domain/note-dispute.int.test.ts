import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openOrderFixture } from '../testing/order-fixture.ts';
import { noteDispute } from './note-dispute.ts';
import type { Dispute } from './ports.ts';

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

const dispute: Dispute = {
  ...{ id: 'dp_1', status: 'OPEN', reason: 'product_not_received' },
  amount: { minor: 2_000n, currency: 'EUR' },
  respondBy: new Date('2026-03-20T23:59:59.000Z'),
};

it('a dispute and its end are steps of the timeline and events, and leave the order as it is', async () => {
  const id = await shop.paid();
  const paymentId = (await shop.read(id))?.payments[0]?.id ?? '';
  const before = await shop.read(id);
  await noteDispute(shop.orders, paymentId, dispute);
  const ended = { ...dispute, status: 'LOST', respondBy: null } as const;
  const after = await noteDispute(shop.orders, paymentId, ended);
  expect(after).toMatchObject({ status: 'PAID', payments: before?.payments, refunds: [] });
  const [timeline] = await shop.orders.timelines([id]);
  expect(timeline?.slice(-2).map(({ kind, note, details }) => ({ kind, note, details }))).toEqual(
    ['DISPUTED', 'DISPUTE_LOST'].map((kind) => ({
      ...{ kind, note: '€20.00: product_not_received' },
      details: {
        ...{ type: 'PAYMENT', paymentId, failureCode: null },
        amount: { minor: '2000', currency: 'EUR' },
      },
    })),
  );
  const events = await shop.prisma.outbox.findMany({
    where: { subject: id, type: 'payment.disputed.v1' },
    orderBy: { seq: 'asc' },
  });
  expect(events.map(({ event }) => event)).toMatchObject([
    { data: { disputeId: 'dp_1', status: 'OPEN', respondBy: '2026-03-20T23:59:59.000Z' } },
    { data: { disputeId: 'dp_1', status: 'LOST', respondBy: null } },
  ]);
});

it('a dispute of an unknown payment is refused', async () => {
  expect(await refusalOf(() => noteDispute(shop.orders, newId(), dispute))).toEqual(['NOT_FOUND']);
});
