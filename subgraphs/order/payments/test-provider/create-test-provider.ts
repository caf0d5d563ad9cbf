import { sameMoney } from '@shop/domain';
import {
  type CaptureResult,
  type ChargeResult,
  ProviderUnavailable,
  type SavingPaymentProvider,
} from '../../domain/ports.ts';
import { available as ofProvider } from '../available.ts';
import { failed } from '../failed.ts';
import { KeyReused } from '../key-reused.ts';
import { refundFailureOf } from '../refund-rules.ts';
import { authorised, capture, isExpired, released, succeeded } from './captures.ts';
import type { ChargeStore, TestCharge } from './charges.ts';
import { toSaved } from './methods.ts';
import { outcomeOf, storedToken, timesOut, unreachable } from './tokens.ts';

export type TestProviderOptions = {
  readonly charges: ChargeStore;
  /** Where customers reach the shop; the confirmation pages are below it. */
  readonly publicUrl: string;
  /** After how many milliseconds a late charge settles. */
  readonly delayMs: number;
  /** For how many milliseconds an authorised charge can be captured. */
  readonly authorisationMs: number;
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
  authorisationMs,
  now = () => new Date(),
}: TestProviderOptions): SavingPaymentProvider {
  return {
    async charge({ token: given, saveFor = null, savedBy, ...request }) {
      const { key, amount, returnUrl = null, isCapturedLater = false } = request;
      if (amount.minor < 0n) throw new RangeError('the amount of a charge is negative');
      if (given === unreachable) throw new ProviderUnavailable('the provider is unreachable');
      const token = await available(tokenOf(given, savedBy));
      const wanted = newCharge({ key, amount, token, returnUrl, saveFor, isCapturedLater });
      const charge = await available(charges.add(wanted));
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
    async capture({ key, chargeKey, amount, isFinal }) {
      let result: CaptureResult = failed('charge_not_found');
      await available(
        charges.update(chargeKey, (charge) => {
          if (amount.currency !== charge.amount.currency) {
            result = failed('currency_mismatch');
            return charge;
          }
          const captured = capture(charge, { key, minor: amount.minor, isFinal }, now());
          ({ result } = captured);
          return captured.charge;
        }),
      );
      return result;
    },
    async release(chargeKey) {
      await available(charges.update(chargeKey, released));
    },
    async refund(refund) {
      const code = await available(charges.addRefund(refund, refundFailureOf(refund)));
      return code === undefined ? { status: 'SUCCEEDED' } : failed(code);
    },
    methods: {
      ofUser: async (userId) => (await available(charges.methods.ofUser(userId))).map(toSaved),
      remove: (userId, id) => available(charges.methods.remove(userId, id)),
      removeUser: (userId) => available(charges.methods.removeUser(userId)),
    },
  };

  /** Returns the token of a saved method, and any other as it is. */
  async function tokenOf(given: string, savedBy: string | undefined): Promise<string> {
    if (savedBy === undefined) return given;
    const saved = await charges.methods.ofUser(savedBy);
    return saved.find(({ id }) => id === given)?.token ?? '';
  }

  function newCharge(
    request: Pick<
      TestCharge,
      'key' | 'amount' | 'token' | 'returnUrl' | 'saveFor' | 'isCapturedLater'
    >,
  ): TestCharge {
    const { status, code = null, later } = outcomeOf(request.token);
    const dueAt = later ? new Date(now().getTime() + delayMs) : null;
    const charge: TestCharge = {
      ...{ ...request, token: storedToken(request.token), status, code, dueAt, tries: 0 },
      ...{ authorisedUntil: null, captures: [] },
    };
    return status === 'CAPTURED' ? succeeded(charge, now(), authorisationMs) : charge;
  }

  function resultOf(charge: TestCharge): ChargeResult {
    const { key, status, code, authorisedUntil } = charge;
    if (status === 'FAILED') return failed(code ?? 'unspecified');
    if (isExpired(charge, now())) return failed('authorisation_expired');
    if (status === 'AUTHORISED') return authorised(charge, authorisedUntil ?? now());
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
