import { newId } from '@shop/domain';
import { describe, expect, it } from 'vitest';
import { ProviderUnavailable } from '../domain/ports.ts';
import { createMemoryChargeStore } from '../testing/memory-charge-store.ts';
import { describePaymentProvider } from '../testing/payment-provider-contract.ts';
import type { ChargeStore } from './charges.ts';
import { createTestProvider } from './test-provider.ts';

const publicUrl = 'https://shop.example';
const open = (charges: ChargeStore = createMemoryChargeStore()) =>
  createTestProvider({ charges, publicUrl, delayMs: 2_000 });
const provider = open();
const euros = { minor: 1_000n, currency: 'EUR' };
const charge = (token: string, key = newId()) => provider.charge({ key, amount: euros, token });

describePaymentProvider('the test provider in memory', {
  provider: () => provider,
  captured: 'tok_success',
  declined: 'tok_decline',
});

describe('a token', () => {
  it.each([
    ['tok_success', { status: 'CAPTURED' }],
    ['tok_decline', { status: 'FAILED', code: 'card_declined' }],
    ['tok_insufficient_funds', { status: 'FAILED', code: 'insufficient_funds' }],
    ['tok_late_success', { status: 'PENDING' }],
    ['tok_late_decline', { status: 'PENDING' }],
    ['constructor', { status: 'FAILED', code: 'unknown_token' }],
    ['tok_success 💳', { status: 'FAILED', code: 'unknown_token' }],
  ])('%s ends as it says', async (token, result) => {
    expect(await charge(token)).toEqual(result);
  });

  it('that needs a confirmation says where', async () => {
    const key = newId();
    const actionUrl = `${publicUrl}/payments/test/${key}`;
    expect(await charge('tok_needs_action', key)).toEqual({ status: 'REQUIRES_ACTION', actionUrl });
    expect(await provider.find(key)).toEqual({ status: 'REQUIRES_ACTION', actionUrl });
  });

  it('that needs a confirmation can be called off, and then stays so', async () => {
    const key = newId();
    await charge('tok_needs_action', key);
    const canceled = { status: 'FAILED', code: 'canceled' };
    expect(await provider.cancel(key)).toEqual(canceled);
    expect(await provider.cancel(key)).toEqual(canceled);
    expect(await charge('tok_needs_action', key)).toEqual(canceled);
  });

  it('that is decided later cannot be called off', async () => {
    const key = newId();
    await charge('tok_late_success', key);
    expect(await provider.cancel(key)).toEqual({ status: 'PENDING' });
  });

  it('of a timeout takes the money and never says so, but when asked', async () => {
    const key = newId();
    for (const _ of [1, 2]) {
      await expect(charge('tok_timeout', key)).rejects.toThrow(ProviderUnavailable);
    }
    expect(await provider.find(key)).toEqual({ status: 'CAPTURED' });
  });

  it('of an unreachable provider leaves nothing behind', async () => {
    const key = newId();
    await expect(charge('tok_unreachable', key)).rejects.toThrow(ProviderUnavailable);
    expect(await provider.find(key)).toBeUndefined();
    expect(await charge('tok_success', key)).toEqual({ status: 'CAPTURED' });
  });

  it('that is unknown is not kept', async () => {
    const charges = createMemoryChargeStore();
    const key = newId();
    await open(charges).charge({ key, amount: euros, token: '4242\u0000 4242' });
    expect(JSON.stringify(await charges.byKey(key), (_, v) => String(v))).not.toContain('4242');
  });
});

it('books that are away are a provider that is away', async () => {
  const away = () => Promise.reject(new Error('no database'));
  const broken = open({
    ...createMemoryChargeStore(),
    add: away,
    byKey: away,
    update: away,
    addRefund: away,
  });
  const key = newId();
  const asked = [
    broken.charge({ key, amount: euros, token: 'tok_success' }),
    broken.find(key),
    broken.cancel(key),
    broken.refund({ key, chargeKey: key, amount: euros }),
  ];
  for (const call of asked) await expect(call).rejects.toThrow(ProviderUnavailable);
});

it('less than nothing is never charged', async () => {
  const amount = { minor: -1n, currency: 'EUR' };
  const call = provider.charge({ key: newId(), amount, token: 'tok_success' });
  await expect(call).rejects.toThrow(RangeError);
});
