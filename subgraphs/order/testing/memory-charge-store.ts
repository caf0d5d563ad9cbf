import type { StoredRefund } from '../payments/refund-rules.ts';
import {
  type ChargeStore,
  capturedOf,
  methodToSave,
  type TestCharge,
} from '../payments/test-provider/charges.ts';
import type { MethodStore, TestMethod } from '../payments/test-provider/methods.ts';

/** Creates a fake store of saved methods in memory. */
function createMemoryMethods() {
  const methods = new Map<string, TestMethod[]>();
  const ofUser = (userId: string) => methods.get(userId) ?? [];
  const without = (userId: string, id: string) => ofUser(userId).filter((one) => one.id !== id);
  const store: MethodStore = {
    ofUser: async (userId) => ofUser(userId),
    async remove(userId, id) {
      const left = without(userId, id);
      const isRemoved = left.length < ofUser(userId).length;
      methods.set(userId, left);
      return isRemoved;
    },
    removeUser: async (userId) => void methods.delete(userId),
  };
  const save = (method: ReturnType<typeof methodToSave>) => {
    if (!method) return;
    const { userId, token } = method;
    const id = `${userId}:${token}`;
    methods.set(userId, [{ id, token, savedAt: new Date() }, ...without(userId, id)]);
  };
  return { store, save };
}

/** Creates a fake store of test charges in memory. */
export function createMemoryChargeStore(): ChargeStore {
  const charges = new Map<string, TestCharge>();
  const refunds = new Map<string, StoredRefund>();
  const { store: methods, save } = createMemoryMethods();
  return {
    async add(charge) {
      const existing = charges.get(charge.key);
      if (existing) return existing;
      charges.set(charge.key, charge);
      save(methodToSave(charge));
      return charge;
    },
    byKey: async (key) => charges.get(key),
    async update(key, decide) {
      const charge = charges.get(key);
      if (!charge) return undefined;
      const next = decide(charge);
      charges.set(key, next);
      save(methodToSave(next, charge));
      return next;
    },
    async addRefund(refund, decide) {
      const { key, chargeKey } = refund;
      const others = [...refunds.values()].filter((one) => one.chargeKey === chargeKey);
      const sameKey = refunds.get(key);
      const charge = charges.get(chargeKey);
      const stored = charge && { ...charge, captured: capturedOf(charge) };
      const code = decide(stored, others, sameKey);
      if (code === undefined && !sameKey) refunds.set(key, refund);
      return code;
    },
    due: async (now, limit) =>
      [...charges.values()]
        .filter(({ dueAt }) => dueAt !== null && dueAt <= now)
        .sort((one, other) => Number(one.dueAt) - Number(other.dueAt))
        .slice(0, limit)
        .map(({ key }) => key),
    methods,
  };
}
