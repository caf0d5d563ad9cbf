import { newId } from '@shop/domain';
import { expect, it } from 'vitest';
import { cancelled } from '../domain/cancel-order.ts';
import type { Order } from '../domain/order.ts';
import { newRefund, type Payment } from '../domain/payment.ts';
import type { DueOrders, OrderStore } from '../domain/ports.ts';

type Opened = { readonly orders: OrderStore; readonly due: DueOrders };

/** What every order store has to do, whatever it keeps its orders in. */
export function orderStoreCases(open: () => Opened, place: (orders: OrderStore) => Promise<Order>) {
  const newKey = (fingerprint = 'f') => ({ scope: newId(), key: newId(), fingerprint });
  const now = new Date('2026-03-01T09:30:00.000Z');
  const later = new Date('2026-03-01T10:00:00.000Z');
  const paymentOf = ({ total }: Order, status: Payment['status']): Payment => ({
    id: newId(),
    idempotencyKey: newId(),
    status,
    amount: total,
    failureCode: null,
    actionUrl: status === 'REQUIRES_ACTION' ? 'https://provider.example/confirm' : null,
    createdAt: now,
  });
  const withPayment = async (orders: OrderStore, status: Payment['status']) =>
    orders.update((await place(orders)).id, (order) => ({
      next: { ...order, payments: [...order.payments, paymentOf(order, status)] },
      events: [],
    }));
  const paymentIdOf = ({ payments }: Order) => payments[0]?.id ?? '';
  const ids = (orders: readonly Order[]) => orders.map(({ id }) => id);

  it('gives back what it was given', async () => {
    const { orders } = open();
    const { id } = await place(orders);
    const saved = await orders.update(id, (order) => {
      const payment = paymentOf(order, 'CAPTURED');
      const refund = newRefund(
        payment.id,
        { minor: 1n, currency: 'EUR' },
        { reason: 'torn', actorId: newId() },
        now,
      );
      const tracking = { carrier: 'DHL', trackingNumber: null, trackingUrl: null };
      const shipment = { ...tracking, shippedAt: now };
      const shortLines = [{ variantId: newId(), requested: 2, available: 1 }];
      const more = { payments: [payment], refunds: [refund], shipment, shortLines };
      return { next: { ...order, ...more, expiresAt: later }, events: [] };
    });
    expect(saved.version).toBe(2);
    expect(await orders.byIds([id])).toEqual([saved]);
    expect(await orders.byPayment(saved.payments[0]?.id ?? '')).toEqual(saved);
  });

  it('refuses to change what is not there, and finds nothing by strange ids', async () => {
    const { orders } = open();
    const change = orders.update(newId(), (order) => ({ next: order, events: [] }));
    await expect(change).rejects.toThrow('NOT_FOUND');
    expect(await orders.byIds([newId(), '%'])).toEqual([undefined, undefined]);
    expect(await orders.byPayment(newId())).toBeUndefined();
    expect(await orders.timelines([newId()])).toEqual([[]]);
  });

  it('lets a key decide once, and refuses it for another input', async () => {
    const { orders } = open();
    const { id } = await place(orders);
    const key = newKey();
    const cancel = () => orders.update(id, (order) => cancelled(order, 'mistake', now), key);
    const first = await cancel();
    expect(await cancel()).toEqual(first);
    expect(await orders.byKey(key)).toEqual(first);
    await expect(orders.byKey({ ...key, fingerprint: 'g' })).rejects.toThrow('CONFLICT');
    const other = orders.update(id, (order) => ({ next: order, events: [] }), {
      ...key,
      fingerprint: 'g',
    });
    await expect(other).rejects.toThrow('IDEMPOTENCY_CONFLICT');
  });

  it('forgets a key whose decision was a refusal', async () => {
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

  it('keeps a timeline of the events, oldest first', async () => {
    const { orders } = open();
    const { id } = await place(orders);
    await orders.update(id, (order) => cancelled(order, 'mistake', now));
    const [timeline, none] = await orders.timelines([id, newId()]);
    expect(timeline).toMatchObject([
      { kind: 'PLACED', note: null },
      { kind: 'CANCELLED', note: 'mistake' },
    ]);
    expect(none).toEqual([]);
  });

  it('knows what is due', async () => {
    const { orders, due } = open();
    const open1 = await withPayment(orders, 'PENDING');
    const open2 = await withPayment(orders, 'REQUIRES_ACTION');
    const captured = await withPayment(orders, 'CAPTURED');
    const failed = await withPayment(orders, 'FAILED');
    const [asked, another] = [open1, open2].map(paymentIdOf);
    const waiting = await due.paymentsToAsk(later, 1_000);
    expect(waiting).toEqual(expect.arrayContaining([asked, another]));
    expect(waiting).not.toContain(paymentIdOf(captured));
    expect(waiting).not.toContain(paymentIdOf(failed));
    expect(await due.paymentsToAsk(now, 1_000)).not.toContain(asked);
    const pending = ids(await due.pending(new Date(Date.now() + 1_000), 1_000));
    expect(pending).toContain(open1.id);
    expect(ids(await due.pending(now, 1_000))).not.toContain(open1.id);

    await orders.update(captured.id, (order) => cancelled(order, 'mistake', now));
    expect(ids(await due.pendingRefunds(1_000))).toContain(captured.id);
    await orders.update(failed.id, (order) => ({
      next: { ...order, expiresAt: later },
      events: [],
    }));
    expect(ids(await due.expired(later, 1_000))).toContain(failed.id);
    expect(ids(await due.expired(now, 1_000))).not.toContain(failed.id);
  });

  it('names the payment first that has waited longest to be asked about', async () => {
    const { orders, due } = open();
    const [first, second] = [
      paymentIdOf(await withPayment(orders, 'PENDING')),
      paymentIdOf(await withPayment(orders, 'PENDING')),
    ];
    const inTurn = async () =>
      (await due.paymentsToAsk(later, 1_000)).filter((id) => id === first || id === second);
    await due.askAgain(first, later);
    expect(await inTurn()).toEqual([second, first]);
    expect(await due.paymentsToAsk(later, 1)).toHaveLength(1);
    await due.askAgain(first, null);
    await due.askAgain(first, now);
    expect(await inTurn()).toEqual([second]);
  });

  it.each([
    ['CAPTURED', null, false],
    ['FAILED', 'card_declined', false],
    ['FAILED', 'not_received', true],
  ] as const)('asks about a payment that is %s, %s: %s', async (status, failureCode, asked) => {
    const { orders, due } = open();
    const { id, payments } = await withPayment(orders, 'PENDING');
    await orders.update(id, (order) => ({
      next: { ...order, payments: payments.map((one) => ({ ...one, status, failureCode })) },
      events: [],
    }));
    expect((await due.paymentsToAsk(later, 1_000)).includes(payments[0]?.id ?? '')).toBe(asked);
  });
}
