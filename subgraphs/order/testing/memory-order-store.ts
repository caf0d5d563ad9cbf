import { assertSameInput } from '@shop/domain';
import { type Order, orderNotFound, unpaidStatuses } from '../domain/order.ts';
import type { OrderChange } from '../domain/order-change.ts';
import type { OrderKey } from '../domain/order-key.ts';
import type { DueOrders, OrderStore } from '../domain/ports.ts';
import type { OrderStep } from '../domain/timeline.ts';

/** Creates a fake of the order stores in memory, with the events they saved. Passes their contract suite. */
export function createMemoryOrderStore(): OrderStore &
  DueOrders & { readonly savedEvents: OrderChange['events'][number][] } {
  const orders = new Map<string, Order>();
  const keys = new Map<string, { readonly fingerprint: string; readonly orderId: string }>();
  const steps: (OrderStep & { readonly orderId: string })[] = [];
  const polls = new Map<string, Date>();
  const savedEvents: OrderChange['events'][number][] = [];
  let numbers = 0;

  const ofKey = (key: OrderKey): Order | undefined => {
    const used = keys.get(`${key.scope} ${key.key}`);
    if (!used) return undefined;
    assertSameInput(key, used.fingerprint);
    const order = orders.get(used.orderId);
    if (order) key.assertCanRead(order);
    return order;
  };
  const save = (change: OrderChange, key?: OrderKey): Order => {
    const { id: orderId, updatedAt: at } = change.next;
    orders.set(orderId, change.next);
    savedEvents.push(...change.events);
    for (const step of change.steps) {
      steps.push({ actorId: null, ...step, correlationId: 'memory', orderId, at });
    }
    for (const poll of change.polls) {
      if (poll.at === null) polls.delete(poll.paymentId);
      else polls.set(poll.paymentId, poll.at);
    }
    if (key) {
      keys.set(`${key.scope} ${key.key}`, { fingerprint: key.fingerprint, orderId });
    }
    return change.next;
  };
  const all = () => [...orders.values()];
  const networks = new Map<string, string | null>();
  const countUnpaid = ({ guest, email, customerId }: Order, network: string | null) => {
    const unpaid = all().filter(({ status }) => unpaidStatuses.includes(status));
    const isSame = (one: Order) =>
      guest ? one.guest !== null && one.email === email : one.customerId === customerId;
    const isNear = ({ id }: Order) => network !== null && networks.get(id) === network;
    return { ofCustomer: unpaid.filter(isSame).length, ofNetwork: unpaid.filter(isNear).length };
  };

  return {
    savedEvents,
    byKey: async (key) => ofKey(key),
    async add(_id, decide, key, { guestNetwork = null, assertMayPlace } = {}) {
      const before = ofKey(key);
      if (before) return before;
      const change = decide(`2026-${String(++numbers).padStart(6, '0')}`);
      assertMayPlace?.(countUnpaid(change.next, guestNetwork));
      networks.set(change.next.id, guestNetwork);
      return save(change, key);
    },
    async update(id, decide, key) {
      const order = orders.get(id) ?? orderNotFound();
      const before = key && ofKey(key);
      if (before) return before;
      const change = decide(order);
      if (change.next === order && change.events.length === 0) return save(change, key);
      const next = { ...change.next, version: order.version + 1, updatedAt: new Date() };
      return save({ ...change, next }, key);
    },
    byIds: async (ids) => ids.map((id) => orders.get(id)),
    byPayment: async (paymentId) =>
      all().find(({ payments }) => payments.some(({ id }) => id === paymentId)),
    timelines: async (ids) =>
      ids.map((id) =>
        steps.filter((step) => step.orderId === id).map(({ orderId: _, ...step }) => step),
      ),
    paymentsToPoll: async (now, limit) =>
      [...polls]
        .filter(([, at]) => at <= now)
        .sort(([, one], [, other]) => Number(one) - Number(other))
        .slice(0, limit)
        .map(([id]) => id),
    async schedulePoll(id, at) {
      if (at === null) polls.delete(id);
      else if (polls.has(id)) polls.set(id, at);
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
