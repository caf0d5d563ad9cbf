import { type IdempotencyKey, refuse } from '@shop/schema';
import { noSuchOrder, type Order, type OrderEvent } from '../domain/order.ts';
import { isOpen } from '../domain/payment.ts';
import type { DueOrders, OrderStore } from '../domain/ports.ts';
import { type OrderStep, stepOf } from '../domain/timeline.ts';

/** The stores in memory, for tests without a database. They pass the cases of the real ones. */
export function createMemoryOrders(): OrderStore & DueOrders & { readonly said: OrderEvent[] } {
  const orders = new Map<string, Order>();
  const keys = new Map<string, { readonly fingerprint: string; readonly orderId: string }>();
  const steps: (OrderStep & { readonly orderId: string })[] = [];
  const said: OrderEvent[] = [];
  let numbers = 0;

  const ofKey = ({ scope, key, fingerprint }: IdempotencyKey): Order | undefined => {
    const used = keys.get(`${scope} ${key}`);
    if (!used) return undefined;
    if (used.fingerprint === fingerprint) return orders.get(used.orderId);
    return refuse('IDEMPOTENCY_CONFLICT', 'This key was used with another input.', [
      'idempotencyKey',
    ]);
  };
  const save = (order: Order, events: readonly OrderEvent[], key?: IdempotencyKey): Order => {
    orders.set(order.id, order);
    const { id: orderId, updatedAt: at } = order;
    said.push(...events);
    const origin = { actorId: null, correlationId: 'memory' };
    steps.push(...events.map((event) => ({ ...stepOf(event), ...origin, orderId, at })));
    if (key) {
      keys.set(`${key.scope} ${key.key}`, { fingerprint: key.fingerprint, orderId });
    }
    return order;
  };
  const all = () => [...orders.values()];

  return {
    said,
    nextNumber: async () => `2026-${String(++numbers).padStart(6, '0')}`,
    byKey: async (key) => ofKey(key),
    add: async ({ next, events }, key) => ofKey(key) ?? save(next, events, key),
    async update(id, decide, key) {
      const order = orders.get(id) ?? noSuchOrder();
      const before = key && ofKey(key);
      if (before) return before;
      const { next, events } = decide(order);
      if (next === order && events.length === 0) return save(order, [], key);
      return save({ ...next, version: order.version + 1, updatedAt: new Date() }, events, key);
    },
    byIds: async (ids) => ids.map((id) => orders.get(id)),
    byPayment: async (paymentId) =>
      all().find(({ payments }) => payments.some(({ id }) => id === paymentId)),
    timelines: async (ids) =>
      ids.map((id) =>
        steps.filter((step) => step.orderId === id).map(({ orderId: _, ...step }) => step),
      ),
    openPayments: async (before) =>
      all().filter(({ payments }) => payments.some((one) => isOpen(one) && one.createdAt < before)),
    pendingRefunds: async () =>
      all().filter(({ refunds }) => refunds.some(({ status }) => status === 'PENDING')),
    expired: async (now) => all().filter(({ expiresAt }) => expiresAt && expiresAt <= now),
  };
}
