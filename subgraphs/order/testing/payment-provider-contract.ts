import { type Money, newId } from '@shop/domain';
import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { type PaymentProvider, ProviderUnavailable } from '../domain/ports.ts';

export type ProviderUnderTest = {
  readonly provider: () => PaymentProvider;
  /** Tokens of this provider for a charge that is captured, and for one that is declined. */
  readonly captured: string;
  readonly declined: string;
  /** A token of a charge that can be captured once; absent for a provider that captures every charge at once. */
  readonly capturedOnce?: string;
  /** The largest amount of the provider; that of the shop when absent. */
  readonly largest?: bigint;
};

const euros = (minor: bigint): Money => ({ minor, currency: 'EUR' });

/** As the shop does: a call whose outcome is unknown, for example since another uses its key, is made again. */
const untilKnown = <T>(work: () => Promise<T>) =>
  until('the provider to be available', () =>
    work().catch((error: unknown) => {
      if (error instanceof ProviderUnavailable) return undefined;
      throw error;
    }),
  );
const twenty = <T>(work: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: 20 }, (_, n) => untilKnown(() => work(n))));

/** The contract suite of payment providers. */
export function describePaymentProvider(name: string, under: ProviderUnderTest): void {
  const capture = async (minor: bigint) => {
    const key = newId();
    await under.provider().charge({ key, amount: euros(minor), token: under.captured });
    return key;
  };
  const refund = (chargeKey: string, minor: bigint, key = newId()) =>
    under.provider().refund({ key, chargeKey, amount: euros(minor) });

  describe(`${name}: charges`, () => {
    it('20 concurrent charges with one key are captured once, and the charge can be found', async () => {
      const key = newId();
      const request = { key, amount: euros(1_000n), token: under.captured };
      const results = await twenty(() => under.provider().charge(request));
      for (const result of results) expect(result).toEqual({ status: 'CAPTURED' });
      expect(await under.provider().find(key)).toEqual({ status: 'CAPTURED' });
      // If it had been captured twice, more than its amount could be refunded.
      expect(await refund(key, 1_000n)).toEqual({ status: 'SUCCEEDED' });
      expect(await refund(key, 1n)).toMatchObject({ status: 'FAILED' });
    });

    it('a declined charge has a failure code and stays declined', async () => {
      const request = { key: newId(), amount: euros(1_000n), token: under.declined };
      const first = await under.provider().charge(request);
      expect(first).toEqual({ status: 'FAILED', code: expect.stringMatching(/^\w+$/) });
      expect(await under.provider().charge(request)).toEqual(first);
      expect(await under.provider().find(request.key)).toEqual(first);
    });

    it('a charge of another amount with a used key throws and leaves the first charge unchanged', async () => {
      const key = await capture(1_000n);
      for (const amount of [euros(1_001n), { minor: 1_000n, currency: 'USD' }]) {
        const again = under.provider().charge({ key, amount, token: under.captured });
        await expect(again).rejects.toThrow(key);
      }
      expect(await refund(key, 1_001n)).toMatchObject({ status: 'FAILED' });
      expect(await refund(key, 1_000n)).toEqual({ status: 'SUCCEEDED' });
    });

    it('an unknown charge is not found', async () => {
      expect(await under.provider().find(newId())).toBeUndefined();
      expect(await under.provider().cancel(newId())).toBeUndefined();
    });

    it('a captured charge cannot be cancelled', async () => {
      const key = await capture(1_000n);
      expect(await under.provider().cancel(key)).toEqual({ status: 'CAPTURED' });
      expect(await refund(key, 1_000n)).toEqual({ status: 'SUCCEEDED' });
    });

    it('the largest amount is captured exactly', async () => {
      const { largest = 2n ** 63n - 1n } = under;
      const key = await capture(largest);
      expect(await refund(key, largest)).toEqual({ status: 'SUCCEEDED' });
    });
  });

  describe(`${name}: refunds`, () => {
    it('partial refunds succeed up to the captured amount and fail above it', async () => {
      const key = await capture(1_000n);
      expect(await refund(key, 400n)).toEqual({ status: 'SUCCEEDED' });
      const tooMuch = { status: 'FAILED', code: 'amount_exceeds_charge' };
      expect(await refund(key, 601n)).toEqual(tooMuch);
      expect(await refund(key, 600n)).toEqual({ status: 'SUCCEEDED' });
      expect(await refund(key, 1n)).toEqual(tooMuch);
    });

    it('20 concurrent refunds with one key are made once', async () => {
      const [key, again] = [await capture(1_000n), newId()];
      const results = await twenty(() => refund(key, 600n, again));
      for (const result of results) expect(result).toEqual({ status: 'SUCCEEDED' });
      expect(await refund(key, 400n)).toEqual({ status: 'SUCCEEDED' });
    });

    it('concurrent refunds with different keys never exceed the captured amount', async () => {
      const key = await capture(1_000n);
      const keys = Array.from({ length: 20 }, () => newId());
      const results = await twenty((n) => refund(key, 300n, keys[n]));
      expect(results.filter(({ status }) => status === 'SUCCEEDED')).toHaveLength(3);
    });

    it('a refund of another amount or charge with a used key throws', async () => {
      const [key, other, again] = [await capture(1_000n), await capture(1_000n), newId()];
      await refund(key, 100n, again);
      await expect(refund(key, 101n, again)).rejects.toThrow(again);
      await expect(refund(other, 100n, again)).rejects.toThrow(again);
    });

    it('a refund of a declined or unknown charge fails', async () => {
      const request = { key: newId(), amount: euros(1_000n), token: under.declined };
      await under.provider().charge(request);
      expect(await refund(request.key, 1n)).toMatchObject({ code: 'charge_not_captured' });
      expect(await refund(newId(), 1n)).toMatchObject({ code: 'charge_not_found' });
    });

    it('a refund of zero, of a negative amount or in another currency fails', async () => {
      const chargeKey = await capture(1_000n);
      expect(await refund(chargeKey, 0n)).toMatchObject({ code: 'invalid_amount' });
      expect(await refund(chargeKey, -1n)).toMatchObject({ code: 'invalid_amount' });
      const amount = { minor: 1n, currency: 'USD' };
      const foreign = under.provider().refund({ key: newId(), chargeKey, amount });
      expect(await foreign).toMatchObject({ code: 'currency_mismatch' });
    });
  });

  const { capturedOnce } = under;
  if (capturedOnce === undefined) return;
  const authorise = async (token = under.captured) => {
    const key = newId();
    const request = { key, amount: euros(1_000n), token, isCapturedLater: true };
    const result = await under.provider().charge(request);
    return { key, result };
  };
  const captureOf = (chargeKey: string, minor: bigint, isFinal = false, key = newId()) =>
    under.provider().capture({ key, chargeKey, amount: euros(minor), isFinal });
  const succeeded = { status: 'SUCCEEDED' };

  describe(`${name}: authorised charges`, () => {
    it('states until when the money is held, and is found so', async () => {
      const { key, result } = await authorise();
      expect(result).toEqual({
        status: 'AUTHORISED',
        expiresAt: expect.any(Date),
        captures: 'MANY',
      });
      expect(await under.provider().find(key)).toEqual(result);
      if (result.status === 'AUTHORISED')
        expect(Number(result.expiresAt)).toBeGreaterThan(Date.now());
      expect(await refund(key, 1n)).toMatchObject({ code: 'charge_not_captured' });
    });

    it('is captured in parts up to its amount, and what was captured can be refunded', async () => {
      const { key } = await authorise();
      expect(await captureOf(key, 400n)).toEqual(succeeded);
      expect(await captureOf(key, 601n)).toMatchObject({ code: 'amount_exceeds_charge' });
      expect(await captureOf(key, 500n)).toEqual(succeeded);
      expect(await refund(key, 901n)).toMatchObject({ code: 'amount_exceeds_charge' });
      expect(await refund(key, 900n)).toEqual(succeeded);
    });

    it('20 concurrent captures with one key are made once, and another amount throws', async () => {
      const [{ key }, once] = [await authorise(), newId()];
      const results = await twenty(() => captureOf(key, 600n, false, once));
      for (const result of results) expect(result).toEqual(succeeded);
      expect(await captureOf(key, 600n, false, once)).toEqual(succeeded);
      await expect(captureOf(key, 599n, false, once)).rejects.toThrow(once);
      expect(await captureOf(key, 400n)).toEqual(succeeded);
    });

    it('is over with its final capture, which releases the rest', async () => {
      const { key } = await authorise();
      const [last] = [newId()];
      expect(await captureOf(key, 700n, true, last)).toEqual(succeeded);
      expect(await captureOf(key, 1n)).toMatchObject({ status: 'FAILED' });
      expect(await captureOf(key, 700n, true, last)).toEqual(succeeded);
      expect(await under.provider().find(key)).toEqual({ status: 'CAPTURED' });
    });

    it('is released as a whole, or what is left of it, as often as wanted', async () => {
      const [{ key: whole }, { key: partly }] = [await authorise(), await authorise()];
      await captureOf(partly, 300n);
      for (const key of [whole, whole, partly, partly]) await under.provider().release(key);
      expect(await captureOf(whole, 1n)).toMatchObject({ status: 'FAILED' });
      expect(await under.provider().find(whole)).toMatchObject({ status: 'FAILED' });
      expect(await captureOf(partly, 1n)).toMatchObject({ status: 'FAILED' });
      expect(await under.provider().find(partly)).toEqual({ status: 'CAPTURED' });
      expect(await refund(partly, 300n)).toEqual(succeeded);
      expect(await refund(partly, 1n)).toMatchObject({ status: 'FAILED' });
    });

    it('that can be captured once says so, and its first capture is its last', async () => {
      const { key, result } = await authorise(capturedOnce);
      expect(result).toMatchObject({ status: 'AUTHORISED', captures: 'ONE' });
      expect(await captureOf(key, 1_000n, true)).toEqual(succeeded);
      expect(await captureOf(key, 1n)).toMatchObject({ status: 'FAILED' });
    });

    it('an unknown or declined charge is neither captured nor released', async () => {
      expect(await captureOf(newId(), 1n)).toMatchObject({ code: 'charge_not_found' });
      await under.provider().release(newId());
      const { key, result } = await authorise(under.declined);
      expect(result.status).toBe('FAILED');
      expect(await captureOf(key, 1n)).toMatchObject({ status: 'FAILED' });
    });
  });
}
