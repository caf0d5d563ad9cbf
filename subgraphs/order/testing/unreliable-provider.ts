import { type ChargeResult, type PaymentProvider, ProviderUnavailable } from '../domain/ports.ts';

type Charge = { result: ChargeResult; readonly minor: bigint; refunded: bigint };

/** What is lost of the next call: nothing, the request, the request until later, or the response. */
export type Loss = 'none' | 'request' | 'delayed' | 'response';

/** Creates a fake provider that counts its money. `setNext` sets the result and the loss of the next call. */
export function createUnreliableProvider() {
  const charges = new Map<string, Charge>();
  const refunds = new Set<string>();
  const delayed: (() => void)[] = [];
  let next: { readonly result: ChargeResult; readonly loss: Loss };
  const provider: PaymentProvider = {
    async charge({ key: id, amount }) {
      if (next.loss === 'request') throw new ProviderUnavailable();
      const charge = charges.get(id) ?? { result: next.result, minor: amount.minor, refunded: 0n };
      if (next.loss === 'delayed') {
        delayed.push(() => charges.set(id, charges.get(id) ?? charge));
        throw new ProviderUnavailable();
      }
      charges.set(id, charge);
      if (next.loss === 'response') throw new ProviderUnavailable();
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
      if (next.loss === 'request' || next.loss === 'delayed') throw new ProviderUnavailable();
      const charge = charges.get(chargeKey);
      if (charge?.result.status !== 'CAPTURED') return { status: 'FAILED', code: 'not_captured' };
      if (!refunds.has(id)) charge.refunded += amount.minor;
      refunds.add(id);
      if (next.loss === 'response') throw new ProviderUnavailable();
      return { status: 'SUCCEEDED' };
    },
  };
  return {
    provider,
    charges,
    /** Delivers the delayed requests. */
    deliverDelayed: () => {
      for (const deliver of delayed.splice(0)) deliver();
    },
    setNext: (call: typeof next) => {
      next = call;
    },
    /** Returns the money that was captured and not refunded. */
    balance: () =>
      [...charges.values()].reduce(
        (sum, { result, minor, refunded }) =>
          sum + (result.status === 'CAPTURED' ? minor - refunded : 0n),
        0n,
      ),
  };
}
