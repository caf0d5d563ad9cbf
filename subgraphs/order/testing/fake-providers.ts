import {
  type ChargeResult,
  ProviderUnavailable,
  type SavingPaymentProvider,
} from '../domain/ports.ts';
import type { SavedPaymentMethods } from '../domain/saved-payment-methods.ts';

/** Of a provider at which no user has saved a method. */
const noMethods: SavedPaymentMethods = {
  ofUser: async () => [],
  remove: async () => false,
  removeUser: async () => undefined,
};

/** Creates a provider that returns this result for every charge, and succeeds with every refund. */
export const providerReturning = (result: ChargeResult): SavingPaymentProvider => ({
  charge: async () => result,
  find: async () => result,
  cancel: async () => result,
  capture: async () => ({ status: 'SUCCEEDED' }),
  release: async () => undefined,
  refund: async () => ({ status: 'SUCCEEDED' }),
  methods: noMethods,
});

export const capturing = providerReturning({ status: 'CAPTURED' });
export const pending = providerReturning({ status: 'PENDING' });

/** Creates a provider that captures, at which each user has saved this many methods. */
export const withSavedMethods = (count: number): SavingPaymentProvider => ({
  ...capturing,
  methods: {
    ...noMethods,
    ofUser: async () =>
      Array.from({ length: count }, (_, n) => ({
        ...{ id: `method-${n}`, brand: 'test', last4: String(1_000 + n) },
        ...{ expiryMonth: 12, expiryYear: 2030, savedAt: new Date() },
      })),
  },
});

/** A provider that no request reaches. */
export const unreachable: SavingPaymentProvider = {
  charge: () => Promise.reject(new ProviderUnavailable()),
  find: async () => undefined,
  cancel: async () => undefined,
  capture: () => Promise.reject(new ProviderUnavailable()),
  release: () => Promise.reject(new ProviderUnavailable()),
  refund: () => Promise.reject(new ProviderUnavailable()),
  methods: {
    ofUser: () => Promise.reject(new ProviderUnavailable()),
    remove: () => Promise.reject(new ProviderUnavailable()),
    removeUser: () => Promise.reject(new ProviderUnavailable()),
  },
};
