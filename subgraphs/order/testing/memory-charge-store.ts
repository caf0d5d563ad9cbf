import type { StoredRefund } from '../payments/refund-rules.ts';
import {
  type ChargeStore,
  capturedOf,
  type TestCharge,
} from '../payments/test-provider/charges.ts';

/** Creates a fake store of test charges in memory. */
export function createMemoryChargeStore(): ChargeStore {
  const charges = new Map<string, TestCharge>();
  const refunds = new Map<string, StoredRefund>();
  return {
    async add(charge) {
      const existing = charges.get(charge.key);
      if (!existing) charges.set(charge.key, charge);
      return existing ?? charge;
    },
    byKey: async (key) => charges.get(key),
    async update(key, decide) {
      const charge = charges.get(key);
      if (!charge) return undefined;
      const next = decide(charge);
      charges.set(key, next);
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
  };
}
