import { type PaymentProvider, ProviderUnavailable } from '../domain/ports.ts';
import type { Loss } from './unreliable-provider.ts';

/** Creates a provider that loses requests and responses of another one. `setLoss` sets what is lost of the next calls. */
export function createLossyProvider(provider: PaymentProvider) {
  const delayed: (() => Promise<unknown>)[] = [];
  let loss: Loss = 'none';
  async function lose<T>(call: () => Promise<T>): Promise<T> {
    if (loss === 'delayed') delayed.push(call);
    if (loss === 'delayed' || loss === 'request') throw new ProviderUnavailable();
    const result = await call();
    if (loss === 'response') throw new ProviderUnavailable();
    return result;
  }
  const lossy: PaymentProvider = {
    ...provider,
    charge: (request) => lose(() => provider.charge(request)),
    refund: (request) => lose(() => provider.refund(request)),
  };
  return {
    provider: lossy,
    setLoss: (next: Loss) => {
      loss = next;
    },
    /** Delivers the delayed requests. */
    async deliverDelayed() {
      for (const call of delayed.splice(0)) await call();
    },
  };
}
