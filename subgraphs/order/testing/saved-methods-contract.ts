import { newId } from '@shop/domain';
import { describe, expect, it } from 'vitest';
import type { SavingPaymentProvider } from '../domain/ports.ts';

export type SavingProviderUnderTest = {
  readonly provider: () => SavingPaymentProvider;
  /** Tokens of this provider for a charge that is captured, and for one that is declined. */
  readonly captured: string;
  readonly declined: string;
  /** A token of another card that is captured. */
  readonly otherCard: string;
};

const amount = { minor: 1_000n, currency: 'EUR' };

/** The part of the contract suite about payment methods that users save. */
export function describeSavedMethods(name: string, under: SavingProviderUnderTest): void {
  const methods = () => under.provider().methods;
  const save = (saveFor: string, token = under.captured, key = newId()) =>
    under.provider().charge({ key, amount, token, saveFor });
  const idsOf = async (userId: string) => (await methods().ofUser(userId)).map(({ id }) => id);
  const payWith = (savedBy: string, token: string, key = newId()) =>
    under.provider().charge({ key, amount, token, savedBy });
  const declined = { status: 'FAILED', code: expect.stringMatching(/^\w+$/) };

  describe(`${name}: saved payment methods`, () => {
    it('a method that was saved while paying is stated, and pays again', async () => {
      const user = newId();
      expect(await methods().ofUser(user)).toEqual([]);
      expect(await save(user)).toEqual({ status: 'CAPTURED' });
      const [method, ...others] = await methods().ofUser(user);
      expect(others).toEqual([]);
      expect(method).toEqual({
        id: expect.any(String),
        brand: expect.stringMatching(/^\w+$/),
        last4: expect.stringMatching(/^\w{4}$/),
        expiryMonth: expect.any(Number),
        expiryYear: expect.any(Number),
        savedAt: expect.any(Date),
      });
      const key = newId();
      expect(await payWith(user, method?.id ?? '', key)).toEqual({ status: 'CAPTURED' });
      expect(await payWith(user, method?.id ?? '', key)).toEqual({ status: 'CAPTURED' });
      const refund = { key: newId(), chargeKey: key, amount };
      expect(await under.provider().refund(refund)).toEqual({ status: 'SUCCEEDED' });
      expect(await idsOf(user)).toEqual([method?.id]);
    });

    it('a declined charge, and one that does not ask for it, save nothing', async () => {
      const user = newId();
      expect(await save(user, under.declined)).toEqual(declined);
      await under.provider().charge({ key: newId(), amount, token: under.captured });
      expect(await idsOf(user)).toEqual([]);
    });

    it('concurrent and repeated charges save one method of a card, and the latest is the first', async () => {
      const [user, key] = [newId(), newId()];
      const again = Array.from({ length: 5 }, () => save(user, under.captured, key));
      const others = Array.from({ length: 5 }, () => save(user));
      for (const result of await Promise.all([...again, ...others])) {
        expect(result).toEqual({ status: 'CAPTURED' });
      }
      expect(await idsOf(user)).toHaveLength(1);
      await save(user, under.otherCard);
      const [latest, first, ...rest] = await methods().ofUser(user);
      expect(rest).toEqual([]);
      expect(latest?.id).not.toBe(first?.id);
      expect(latest?.last4).not.toBe(first?.last4);
      expect(await payWith(user, latest?.id ?? '')).toEqual({ status: 'CAPTURED' });
    });

    it('an authorised charge saves its method then, and its capture not again', async () => {
      const [user, key] = [newId(), newId()];
      const later = { amount, isCapturedLater: true };
      const charged = { ...later, key, token: under.captured, saveFor: user };
      expect(await under.provider().charge(charged)).toMatchObject({ status: 'AUTHORISED' });
      const [id = ''] = await idsOf(user);
      const paid = { ...later, key: newId(), token: id, savedBy: user };
      expect(await under.provider().charge(paid)).toMatchObject({ status: 'AUTHORISED' });
      await methods().remove(user, id);
      const capture = { key: newId(), chargeKey: key, amount, isFinal: true };
      expect(await under.provider().capture(capture)).toEqual({ status: 'SUCCEEDED' });
      expect(await under.provider().find(key)).toEqual({ status: 'CAPTURED' });
      expect(await idsOf(user)).toEqual([]);
    });

    it('a removed method pays nothing any more, and the others stay', async () => {
      const user = newId();
      await save(user);
      await save(user);
      await save(user, under.otherCard);
      const [other = '', removed = ''] = await idsOf(user);
      expect(await methods().remove(user, removed)).toBe(true);
      expect(await idsOf(user)).toEqual([other]);
      expect(await methods().remove(user, removed)).toBe(false);
      expect(await payWith(user, removed)).toEqual(declined);
      expect(await payWith(user, other)).toEqual({ status: 'CAPTURED' });
    });

    it('a method of another user pays nothing and cannot be removed', async () => {
      const [user, other, stranger] = [newId(), newId(), newId()];
      await save(user);
      await save(other, under.otherCard);
      const [id = ''] = await idsOf(user);
      for (const thief of [other, stranger]) {
        expect(await payWith(thief, id)).toEqual(declined);
        expect(await methods().remove(thief, id)).toBe(false);
      }
      // Not as a token either.
      const request = { key: newId(), amount, token: id };
      expect(await under.provider().charge(request)).toEqual(declined);
      expect(await save(other, id)).toEqual(declined);
      expect(await idsOf(user)).toEqual([id]);
      expect(await idsOf(other)).toHaveLength(1);
    });

    it('an id that is not one of the provider is unknown', async () => {
      const user = newId();
      await save(user);
      for (const id of [newId(), '', '..', 'pm_unknown', 'x'.repeat(200), under.captured]) {
        expect(await methods().remove(user, id)).toBe(false);
        if (id !== under.captured) expect(await payWith(user, id)).toEqual(declined);
      }
    });

    it('everything of a user who deletes the account is removed, also the second time', async () => {
      const [user, other] = [newId(), newId()];
      await save(user);
      await save(other);
      const [id = ''] = await idsOf(user);
      for (let times = 0; times < 2; times += 1) {
        await methods().removeUser(user);
        expect(await idsOf(user)).toEqual([]);
      }
      expect(await payWith(user, id)).toEqual(declined);
      expect(await idsOf(other)).toHaveLength(1);
      await methods().removeUser(newId());
    });
  });
}
