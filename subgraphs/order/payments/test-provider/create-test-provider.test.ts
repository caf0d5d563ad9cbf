import { newId } from '@shop/domain';
import { describe, expect, it } from 'vitest';
import { ProviderUnavailable } from '../../domain/ports.ts';
import { createMemoryChargeStore } from '../../testing/memory-charge-store.ts';
import { describePaymentProvider } from '../../testing/payment-provider-contract.ts';
import { describeSavedMethods } from '../../testing/saved-methods-contract.ts';
import type { ChargeStore } from './charges.ts';
import { createTestProvider } from './create-test-provider.ts';

const publicUrl = 'https://shop.example';
const open = (charges: ChargeStore = createMemoryChargeStore()) =>
  createTestProvider({ charges, publicUrl, delayMs: 2_000, authorisationMs: 3_600_000 });
const provider = open();
const euros = { minor: 1_000n, currency: 'EUR' };
const charge = (token: string, key = newId()) => provider.charge({ key, amount: euros, token });

const under = {
  provider: () => provider,
  captured: 'tok_success',
  declined: 'tok_decline',
  capturedOnce: 'tok_capture_once',
  otherCard: 'tok_other_card',
};
describePaymentProvider('test provider in memory', under);
describeSavedMethods('test provider in memory', under);

describe('tokens of the test provider', () => {
  it.each([
    ['tok_success', { status: 'CAPTURED' }],
    ['tok_decline', { status: 'FAILED', code: 'card_declined' }],
    ['tok_insufficient_funds', { status: 'FAILED', code: 'insufficient_funds' }],
    ['tok_late_success', { status: 'PENDING' }],
    ['tok_late_decline', { status: 'PENDING' }],
    ['constructor', { status: 'FAILED', code: 'unknown_token' }],
    ['tok_success 💳', { status: 'FAILED', code: 'unknown_token' }],
  ])('%s ends with its documented outcome', async (token, result) => {
    expect(await charge(token)).toEqual(result);
  });

  it('tok_needs_action returns the confirmation page', async () => {
    const key = newId();
    const actionUrl = `${publicUrl}/payments/test/${key}`;
    expect(await charge('tok_needs_action', key)).toEqual({ status: 'REQUIRES_ACTION', actionUrl });
    expect(await provider.find(key)).toEqual({ status: 'REQUIRES_ACTION', actionUrl });
  });

  it('an unconfirmed charge can be cancelled and stays failed', async () => {
    const key = newId();
    await charge('tok_needs_action', key);
    const canceled = { status: 'FAILED', code: 'canceled' };
    expect(await provider.cancel(key)).toEqual(canceled);
    expect(await provider.cancel(key)).toEqual(canceled);
    expect(await charge('tok_needs_action', key)).toEqual(canceled);
  });

  it('a late charge cannot be cancelled', async () => {
    const key = newId();
    await charge('tok_late_success', key);
    expect(await provider.cancel(key)).toEqual({ status: 'PENDING' });
  });

  it('tok_timeout captures the money without a response, and find reports it', async () => {
    const key = newId();
    for (const _ of [1, 2]) {
      await expect(charge('tok_timeout', key)).rejects.toThrow(ProviderUnavailable);
    }
    expect(await provider.find(key)).toEqual({ status: 'CAPTURED' });
  });

  it('tok_unreachable leaves no charge', async () => {
    const key = newId();
    await expect(charge('tok_unreachable', key)).rejects.toThrow(ProviderUnavailable);
    expect(await provider.find(key)).toBeUndefined();
    expect(await charge('tok_success', key)).toEqual({ status: 'CAPTURED' });
  });

  it('an unknown token is not stored', async () => {
    const charges = createMemoryChargeStore();
    const key = newId();
    await open(charges).charge({ key, amount: euros, token: '4242\u0000 4242' });
    expect(JSON.stringify(await charges.byKey(key), (_, v) => String(v))).not.toContain('4242');
  });
});

it('a failing store is reported as an unavailable provider', async () => {
  const failing = () => Promise.reject(new Error('no database'));
  const broken = open({
    ...createMemoryChargeStore(),
    add: failing,
    byKey: failing,
    update: failing,
    addRefund: failing,
  });
  const key = newId();
  const calls = [
    broken.charge({ key, amount: euros, token: 'tok_success' }),
    broken.find(key),
    broken.cancel(key),
    broken.refund({ key, chargeKey: key, amount: euros }),
  ];
  for (const call of calls) await expect(call).rejects.toThrow(ProviderUnavailable);
});

it('a negative amount is never charged', async () => {
  const amount = { minor: -1n, currency: 'EUR' };
  const call = provider.charge({ key: newId(), amount, token: 'tok_success' });
  await expect(call).rejects.toThrow(RangeError);
});
