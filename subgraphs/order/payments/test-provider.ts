import type { Money } from '@shop/domain';
import { type ChargeResult, type PaymentProvider, ProviderUnavailable } from '../domain/ports.ts';
import type { ChargeStore, TestCharge } from './charges.ts';
import { judgeRefund } from './judge-refund.ts';
import { KeyReused, sameMoney } from './key-reused.ts';
import { keptToken, outcomeOf, timesOut, unreachable } from './tokens.ts';

export type TestProviderOptions = {
  readonly charges: ChargeStore;
  /** Where customers reach the shop: confirmations are below it. */
  readonly publicUrl: string;
  /** After how many milliseconds a late charge settles. */
  readonly delayMs: number;
  readonly now?: () => Date;
};

/**
 * A provider that moves no money but keeps books as if it did: the token says how a charge ends
 * (tokens.ts). A key that comes again with another amount throws `KeyReused`.
 */
export function createTestProvider({
  charges,
  publicUrl,
  delayMs,
  now = () => new Date(),
}: TestProviderOptions): PaymentProvider {
  return {
    async charge({ key, amount, token }) {
      if (amount.minor < 0n) throw new RangeError('a charge of less than nothing');
      if (token === unreachable) throw new ProviderUnavailable('the provider is not reached');
      const charge = await answered(charges.add(newCharge(key, amount, token)));
      if (!sameMoney(charge.amount, amount)) throw new KeyReused(key);
      if (charge.token === timesOut) throw new ProviderUnavailable('the provider did not answer');
      return resultOf(charge);
    },
    async find(key) {
      const charge = await answered(charges.byKey(key));
      return charge && resultOf(charge);
    },
    async cancel(key) {
      const charge = await answered(charges.update(key, canceled));
      return charge && resultOf(charge);
    },
    async refund(refund) {
      const code = await answered(charges.addRefund(refund, judgeRefund(refund)));
      return code === undefined ? { status: 'SUCCEEDED' } : { status: 'FAILED', code };
    },
  };

  function newCharge(key: string, amount: Money, token: string): TestCharge {
    const { status, code = null, later } = outcomeOf(token);
    const dueAt = later ? new Date(now().getTime() + delayMs) : null;
    return { key, token: keptToken(token), amount, status, code, dueAt, tries: 0 };
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

/** Books that cannot be read or written are a provider that is away. */
async function answered<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof KeyReused) throw error;
    throw new ProviderUnavailable('the books of the test provider are away', { cause: error });
  }
}
