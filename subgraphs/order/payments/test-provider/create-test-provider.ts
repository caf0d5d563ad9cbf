import type { Money } from '@shop/domain';
import {
  type ChargeResult,
  type PaymentProvider,
  ProviderUnavailable,
} from '../../domain/ports.ts';
import { available as ofProvider } from '../available.ts';
import { KeyReused, sameMoney } from '../key-reused.ts';
import { refundFailureOf } from '../refund-rules.ts';
import type { ChargeStore, TestCharge } from './charges.ts';
import { outcomeOf, storedToken, timesOut, unreachable } from './tokens.ts';

export type TestProviderOptions = {
  readonly charges: ChargeStore;
  /** Where customers reach the shop; the confirmation pages are below it. */
  readonly publicUrl: string;
  /** After how many milliseconds a late charge settles. */
  readonly delayMs: number;
  readonly now?: () => Date;
};

/**
 * Creates a provider that moves no money but stores charges and refunds as if it did. The token decides the
 * outcome of a charge (tokens.ts). A key that is used again with another amount throws `KeyReused`.
 */
export function createTestProvider({
  charges,
  publicUrl,
  delayMs,
  now = () => new Date(),
}: TestProviderOptions): PaymentProvider {
  return {
    async charge({ key, amount, token, returnUrl = null }) {
      if (amount.minor < 0n) throw new RangeError('the amount of a charge is negative');
      if (token === unreachable) throw new ProviderUnavailable('the provider is unreachable');
      const charge = await available(charges.add({ ...newCharge(key, amount, token), returnUrl }));
      if (!sameMoney(charge.amount, amount)) throw new KeyReused(key);
      if (charge.token === timesOut) throw new ProviderUnavailable('the provider did not respond');
      return resultOf(charge);
    },
    async find(key) {
      const charge = await available(charges.byKey(key));
      return charge && resultOf(charge);
    },
    async cancel(key) {
      const charge = await available(charges.update(key, canceled));
      return charge && resultOf(charge);
    },
    async refund(refund) {
      const code = await available(charges.addRefund(refund, refundFailureOf(refund)));
      return code === undefined ? { status: 'SUCCEEDED' } : { status: 'FAILED', code };
    },
  };

  function newCharge(key: string, amount: Money, token: string) {
    const { status, code = null, later } = outcomeOf(token);
    const dueAt = later ? new Date(now().getTime() + delayMs) : null;
    return { key, token: storedToken(token), amount, status, code, dueAt, tries: 0 };
  }

  function resultOf({ key, status, code }: TestCharge): ChargeResult {
    if (status === 'FAILED') return { status, code: code ?? 'unspecified' };
    if (status !== 'REQUIRES_ACTION') return { status };
    return {
      status,
      actionUrl: new URL(`/payments/test/${encodeURIComponent(key)}`, publicUrl).href,
    };
  }
}

const canceled = (charge: TestCharge): TestCharge =>
  charge.status === 'REQUIRES_ACTION' ? { ...charge, status: 'FAILED', code: 'canceled' } : charge;

const available = <T>(work: Promise<T>): Promise<T> => ofProvider('test provider', work);
