import { newId } from '@shop/domain';
import { expect, it } from 'vitest';
import { decideCancellation } from '../domain/cancel-order.ts';
import { type Order, orderNotFound } from '../domain/order.ts';
import { changeOf, unchanged } from '../domain/order-change.ts';
import type { OrderKey } from '../domain/order-key.ts';
import type { Payment } from '../domain/payment.ts';
import type { DueOrders, OrderStore } from '../domain/ports.ts';
import { newRefund } from '../domain/refund-sources.ts';

type StoresUnderTest = { readonly orders: OrderStore; readonly due: DueOrders };

/** The contract suite of order stores. */
export function orderStoreContract(
  open: () => StoresUnderTest,
  place: (orders: OrderStore) => Promise<Order>,
) {
  const newKey = (): OrderKey => ({
    ...{ scope: newId(), key: newId(), fingerprint: 'f' },
    assertCanRead: () => {},
  });
  const now = new Date('2026-03-01T09:30:00.000Z');
  const later = new Date('2026-03-01T10:00:00.000Z');
  const paymentOf = ({ total }: Order, status: Payment['status']): Payment => ({
    id: newId(),
    idempotencyKey: newId(),
    status,
    amount: total,
    failureCode: null,
    giftCardId: null,
    giftCardLastFour: null,
    actionUrl: status === 'REQUIRES_ACTION' ? 'https://provider.example/confirm' : null,
    authorisation: null,
    captures: [],
    createdAt: now,
  });
  const withPayment = async (orders: OrderStore, status: Payment['status']) =>
    orders.update((await place(orders)).id, (order) =>
      changeOf(order, { ...order, payments: [...order.payments, paymentOf(order, status)] }),
    );
  const paymentIdOf = ({ payments }: Order) => payments[0]?.id ?? '';
  const ids = (orders: readonly Order[]) => orders.map(({ id }) => id);

  it('an order is read as it was saved', async () => {
    const { orders } = open();
    const { id } = await place(orders);
    const saved = await orders.update(id, (order) => {
      const payment = paymentOf(order, 'CAPTURED');
      const refund = newRefund(
        { payment, isRelease: false },
        1n,
        { reason: 'torn', reasonCode: 'DAMAGED', actorId: newId(), requestedBy: 'STAFF' },
        now,
        { lines: [{ variantId: newId(), quantity: 1, minor: 1n }], shipping: null },
      );
      const tracking = { carrier: 'DHL', trackingNumber: null, trackingUrl: null };
      const units = [{ variantId: newId(), quantity: 1 }];
      const parcel = { ...tracking, lines: units, shippedAt: now, deliveredAt: null };
      const fulfilments = [
        { ...parcel, id: newId(), deliveredAt: later },
        { ...parcel, id: newId() },
      ];
      const shortLines = [{ variantId: newId(), requested: 2, available: 1 }];
      const returned = {
        ...({
          id: newId(),
          status: 'RECEIVED',
          requestedBy: 'CUSTOMER',
          comment: 'Too small',
        } as const),
        lines: [
          {
            variantId: newId(),
            quantity: 2,
            reasonCode: 'OTHER',
            restocked: 1,
            writtenOff: 1,
          } as const,
        ],
        ...{ instructions: 'Ring', refusalReason: null, refundIds: [refund.id] },
        ...{ requestedAt: now, updatedAt: later },
      };
      const more = {
        payments: [payment],
        refunds: [refund],
        fulfilments,
        shortLines,
        returns: [returned],
      };
      return changeOf(order, { ...order, ...more, cancelledUnits: units, expiresAt: later });
    });
    expect(saved.version).toBe(2);
    expect(await orders.byIds([id])).toEqual([saved]);
    expect(await orders.byPayment(saved.payments[0]?.id ?? '')).toEqual(saved);
  });

  it('an order keeps what its total consists of', async () => {
    const { orders } = open();
    const { number: _, id: __, ...order } = await place(orders);
    const part = {
      subtotal: 10n ** 17n,
      exempted: 0n,
      total: 10n ** 17n,
      discounts: [],
      taxes: [],
    };
    const pricing = {
      ...{ currency: 'EUR', taxesIncluded: true, shipping: null },
      lines: order.lines.map(({ variantId }) => ({ variantId, ...part })),
    };
    const id = newId();
    const added = await orders.add(
      id,
      (number) => changeOf(undefined, { ...order, id, number, pricing }),
      newKey(),
    );
    expect(added.pricing).toEqual(pricing);
    expect(await orders.byIds([id])).toMatchObject([{ pricing }]);
  });

  it('an unknown order cannot be updated, and malformed ids find nothing', async () => {
    const { orders } = open();
    const change = orders.update(newId(), unchanged);
    await expect(change).rejects.toThrow('NOT_FOUND');
    expect(await orders.byIds([newId(), '%'])).toEqual([undefined, undefined]);
    expect(await orders.byPayment(newId())).toBeUndefined();
    expect(await orders.timelines([newId()])).toEqual([[]]);
  });

  it('a used idempotency key returns the order without a decision, and is refused for another input', async () => {
    const { orders } = open();
    const { id } = await place(orders);
    const key = newKey();
    const cancel = () =>
      orders.update(
        id,
        (order) => decideCancellation(order, { reason: 'mistake', reasonCode: null }, now),
        key,
      );
    const first = await cancel();
    expect(await cancel()).toEqual(first);
    expect(await orders.byKey(key)).toEqual(first);
    await expect(orders.byKey({ ...key, fingerprint: 'g' })).rejects.toThrow('CONFLICT');
    const other = orders.update(id, unchanged, { ...key, fingerprint: 'g' });
    await expect(other).rejects.toThrow('IDEMPOTENCY_CONFLICT');
  });

  it('an order that the requester may not read any more is not returned for a used key', async () => {
    const { orders } = open();
    const { id } = await place(orders);
    const key = { ...newKey(), assertCanRead: () => orderNotFound() };
    const cancel = () =>
      orders.update(
        id,
        (order) => decideCancellation(order, { reason: 'mistake', reasonCode: null }, now),
        key,
      );
    await cancel();
    await expect(cancel()).rejects.toThrow('NOT_FOUND');
    await expect(orders.byKey(key)).rejects.toThrow('NOT_FOUND');
  });

  it('an idempotency key is not used up when the decision throws', async () => {
    const { orders } = open();
    const { id } = await place(orders);
    const key = newKey();
    const refusing = orders.update(
      id,
      () => {
        throw new Error('refused');
      },
      key,
    );
    await expect(refusing).rejects.toThrow('refused');
    expect(await orders.byKey(key)).toBeUndefined();
  });

  it('the timeline has a step for each event, oldest first', async () => {
    const { orders } = open();
    const { id } = await place(orders);
    await orders.update(id, (order) =>
      decideCancellation(order, { reason: 'mistake', reasonCode: null }, now),
    );
    const [timeline, other] = await orders.timelines([id, newId()]);
    expect(timeline).toMatchObject([
      { kind: 'PLACED', note: null, details: null },
      {
        kind: 'CANCELLED',
        note: 'mistake',
        details: { type: 'CANCELLATION', reason: 'mistake' },
      },
    ]);
    expect(other).toEqual([]);
  });

  it('open payments, pending orders, pending refunds and expired orders are due at their time', async () => {
    const { orders, due } = open();
    const pending = await withPayment(orders, 'PENDING');
    const action = await withPayment(orders, 'REQUIRES_ACTION');
    const captured = await withPayment(orders, 'CAPTURED');
    const failed = await withPayment(orders, 'FAILED');
    const [first, second] = [pending, action].map(paymentIdOf);
    const polled = await due.paymentsToPoll(later, 1_000);
    expect(polled).toEqual(expect.arrayContaining([first, second]));
    expect(polled).not.toContain(paymentIdOf(captured));
    expect(polled).not.toContain(paymentIdOf(failed));
    expect(await due.paymentsToPoll(now, 1_000)).not.toContain(first);
    const pendingIds = ids(await due.pending(new Date(Date.now() + 1_000), 1_000));
    expect(pendingIds).toContain(pending.id);
    expect(ids(await due.pending(now, 1_000))).not.toContain(pending.id);

    await orders.update(captured.id, (order) =>
      decideCancellation(order, { reason: 'mistake', reasonCode: null }, now),
    );
    expect(ids(await due.pendingRefunds(1_000))).toContain(captured.id);
    await orders.update(failed.id, (order) => changeOf(order, { ...order, expiresAt: later }));
    expect(ids(await due.expired(later, 1_000))).toContain(failed.id);
    expect(ids(await due.expired(now, 1_000))).not.toContain(failed.id);
  });

  it('payments are polled in the order of their poll times, and not after polling has ended', async () => {
    const { orders, due } = open();
    const [first, second] = [
      paymentIdOf(await withPayment(orders, 'PENDING')),
      paymentIdOf(await withPayment(orders, 'PENDING')),
    ];
    const order = async () =>
      (await due.paymentsToPoll(later, 1_000)).filter((id) => id === first || id === second);
    await due.schedulePoll(first, later);
    expect(await order()).toEqual([second, first]);
    expect(await due.paymentsToPoll(later, 1)).toHaveLength(1);
    await due.schedulePoll(first, null);
    await due.schedulePoll(first, now);
    expect(await order()).toEqual([second]);
  });

  it.each([
    ['CAPTURED', null, false],
    ['FAILED', 'card_declined', false],
    ['FAILED', 'not_received', true],
  ] as const)(
    'a payment that is %s with code %s is still polled: %s',
    async (status, failureCode, polled) => {
      const { orders, due } = open();
      const { id, payments } = await withPayment(orders, 'PENDING');
      await orders.update(id, (order) =>
        changeOf(order, {
          ...order,
          payments: payments.map((one) => ({ ...one, status, failureCode })),
        }),
      );
      expect((await due.paymentsToPoll(later, 1_000)).includes(payments[0]?.id ?? '')).toBe(polled);
    },
  );
}
