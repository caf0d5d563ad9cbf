import {
  type ChargeResult,
  ProviderUnavailable,
  type SavingPaymentProvider,
} from '../domain/ports.ts';
import { capturing } from './fake-providers.ts';

type Charge = {
  result: ChargeResult;
  readonly minor: bigint;
  /** Of a charge that is or was authorised; null for one that is captured at once. */
  captured: bigint | null;
  refunded: bigint;
};

/** What is lost of the next call: nothing, the request, the request until later, or the response. */
export type Loss = 'none' | 'request' | 'delayed' | 'response';

/** Creates a fake provider that counts its money. `setNext` sets the result and the loss of the next call. */
export function createUnreliableProvider() {
  const charges = new Map<string, Charge>();
  const captures = new Set<string>();
  const refunds = new Set<string>();
  const delayed: (() => void)[] = [];
  let next: { readonly result: ChargeResult; readonly loss: Loss };
  const provider: SavingPaymentProvider = {
    async charge({ key: id, amount }) {
      if (next.loss === 'request') throw new ProviderUnavailable();
      const charge = charges.get(id) ?? {
        ...{ result: next.result, minor: amount.minor },
        ...{ captured: null, refunded: 0n },
      };
      if (!charges.has(id)) decide(charge, next.result);
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
    async capture({ key: id, chargeKey, amount, isFinal }) {
      if (next.loss === 'request' || next.loss === 'delayed') throw new ProviderUnavailable();
      const charge = charges.get(chargeKey);
      if (!captures.has(id)) {
        if (charge?.result.status !== 'AUTHORISED') return { status: 'FAILED', code: 'expired' };
        charge.captured = (charge.captured ?? 0n) + amount.minor;
        if (isFinal) charge.result = { status: 'CAPTURED' };
        captures.add(id);
      }
      if (next.loss === 'response') throw new ProviderUnavailable();
      return { status: 'SUCCEEDED' };
    },
    async release(chargeKey) {
      if (next.loss === 'request' || next.loss === 'delayed') throw new ProviderUnavailable();
      const charge = charges.get(chargeKey);
      if (charge?.result.status === 'AUTHORISED') charge.result = { status: 'CAPTURED' };
      if (next.loss === 'response') throw new ProviderUnavailable();
    },
    async refund({ key: id, chargeKey, amount }) {
      if (next.loss === 'request' || next.loss === 'delayed') throw new ProviderUnavailable();
      const charge = charges.get(chargeKey);
      if (!charge || moneyOf(charge) === 0n) return { status: 'FAILED', code: 'not_captured' };
      if (!refunds.has(id)) charge.refunded += amount.minor;
      refunds.add(id);
      if (next.loss === 'response') throw new ProviderUnavailable();
      return { status: 'SUCCEEDED' };
    },
    methods: capturing.methods,
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
      [...charges.values()].reduce((sum, charge) => sum + moneyOf(charge) - charge.refunded, 0n),
  };
}

const moneyOf = ({ result, minor, captured }: Charge): bigint =>
  captured ?? (result.status === 'CAPTURED' ? minor : 0n);

/** Decides a charge that waits, at the provider. */
export function decide(charge: Charge, result: ChargeResult): void {
  charge.result = result;
  if (result.status === 'AUTHORISED') charge.captured ??= 0n;
}
