import { type ChargeResult, type PaymentProvider, ProviderUnavailable } from '../domain/ports.ts';

/** Creates a provider that returns this result for every charge, and succeeds with every refund. */
export const providerReturning = (result: ChargeResult): PaymentProvider => ({
  charge: async () => result,
  find: async () => result,
  cancel: async () => result,
  capture: async () => ({ status: 'SUCCEEDED' }),
  release: async () => undefined,
  refund: async () => ({ status: 'SUCCEEDED' }),
});

export const capturing = providerReturning({ status: 'CAPTURED' });
export const pending = providerReturning({ status: 'PENDING' });

/** A provider that no request reaches. */
export const unreachable: PaymentProvider = {
  charge: () => Promise.reject(new ProviderUnavailable()),
  find: async () => undefined,
  cancel: async () => undefined,
  capture: () => Promise.reject(new ProviderUnavailable()),
  release: () => Promise.reject(new ProviderUnavailable()),
  refund: () => Promise.reject(new ProviderUnavailable()),
};
