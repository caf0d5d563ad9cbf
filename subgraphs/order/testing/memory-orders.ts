import { type IdempotencyKey, refuse } from '@shop/domain';
import { awaitsAnswer, firstAsk } from '../domain/ask-payment.ts';
import { noSuchOrder, type Order, type OrderEvent } from '../domain/order.ts';
import type { DueOrders, OrderStore } from '../domain/ports.ts';
import { type OrderStep, stepsOf } from '../domain/timeline.ts';

/** The stores in memory, for tests without a database. They pass the cases of the real ones. */
export function createMemoryOrders(): OrderStore & DueOrders & { readonly said: OrderEvent[] } {
  const orders = new Map<string, Order>();
  const keys = new Map<string, { readonly fingerprint: string; readonly orderId: string }>();
  const steps: (OrderStep & { readonly orderId: string })[] = [];
  const askAt = new Map<string, Date>();
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
    const before = orders.get(order.id);
    const known = new Set(before?.payments.map(({ id }) => id));
    for (const payment of order.payments) {
      if (!awaitsAnswer(payment)) askAt.delete(payment.id);
      else if (!known.has(payment.id)) askAt.set(payment.id, firstAsk(payment));
    }
    orders.set(order.id, order);
    const { id: orderId, updatedAt: at } = order;
    said.push(...events);
    const added = stepsOf(before, { next: order, events }, null);
    steps.push(...added.map((step) => ({ ...step, correlationId: 'memory', orderId, at })));
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
    paymentsToAsk: async (now, limit) =>
      [...askAt]
        .filter(([, at]) => at <= now)
        .sort(([, one], [, other]) => Number(one) - Number(other))
        .slice(0, limit)
        .map(([id]) => id),
    async askAgain(id, at) {
      if (at === null) askAt.delete(id);
      else if (askAt.has(id)) askAt.set(id, at);
    },
    pendingRefunds: async (limit) =>
      all()
        .filter(({ refunds }) => refunds.some(({ status }) => status === 'PENDING'))
        .slice(0, limit),
    expired: async (now, limit) =>
      all()
        .filter(({ expiresAt }) => expiresAt && expiresAt <= now)
        .sort((one, other) => Number(one.expiresAt) - Number(other.expiresAt))
        .slice(0, limit),
    pending: async (before, limit) =>
      all()
        .filter(({ status, placedAt }) => status === 'PENDING' && placedAt < before)
        .sort((one, other) => Number(one.placedAt) - Number(other.placedAt))
        .slice(0, limit),
  };
}
