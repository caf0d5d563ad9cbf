import { type ChargeResult, type PaymentProvider, ProviderUnavailable } from '../domain/ports.ts';

type Charge = { result: ChargeResult; readonly minor: bigint; refunded: bigint };

/** What becomes of a call: answered, never there, there later, or only its answer lost. */
export type Lost = 'no' | 'call' | 'late' | 'answer';

/** Keeps the money. What it answers, or that its answer is lost, is told before each call. */
export function createFickleProvider() {
  const charges = new Map<string, Charge>();
  const refunds = new Set<string>();
  /** Calls that are still on their way. */
  const late: (() => void)[] = [];
  let next: { readonly result: ChargeResult; readonly lost: Lost };
  const provider: PaymentProvider = {
    async charge({ key: id, amount }) {
      if (next.lost === 'call') throw new ProviderUnavailable();
      const charge = charges.get(id) ?? { result: next.result, minor: amount.minor, refunded: 0n };
      if (next.lost === 'late') {
        late.push(() => charges.set(id, charges.get(id) ?? charge));
        throw new ProviderUnavailable();
      }
      charges.set(id, charge);
      if (next.lost === 'answer') throw new ProviderUnavailable();
      return charge.result;
    },
    find: async (id) => charges.get(id)?.result,
    async cancel(id) {
      const charge = charges.get(id);
      if (charge?.result.status === 'REQUIRES_ACTION') {
        charge.result = { status: 'FAILED', code: 'canceled' };
      }
      return charge?.result;
    },
    async refund({ key: id, chargeKey, amount }) {
      if (next.lost === 'call' || next.lost === 'late') throw new ProviderUnavailable();
      const charge = charges.get(chargeKey);
      if (charge?.result.status !== 'CAPTURED') return { status: 'FAILED', code: 'not_captured' };
      if (!refunds.has(id)) charge.refunded += amount.minor;
      refunds.add(id);
      if (next.lost === 'answer') throw new ProviderUnavailable();
      return { status: 'SUCCEEDED' };
    },
  };
  return {
    provider,
    charges,
    arrive: () => {
      for (const call of late.splice(0)) call();
    },
    will: (answer: typeof next) => {
      next = answer;
    },
    /** Money it has and has not given back. */
    held: () =>
      [...charges.values()].reduce(
        (sum, { result, minor, refunded }) =>
          sum + (result.status === 'CAPTURED' ? minor - refunded : 0n),
        0n,
      ),
  };
}
