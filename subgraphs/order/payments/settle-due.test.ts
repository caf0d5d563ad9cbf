import { newId } from '@shop/domain';
import { createLog } from '@shop/service';
import { describe, expect, it } from 'vitest';
import { createMemoryChargeStore } from '../testing/memory-charge-store.ts';
import { settleDue } from './settle-due.ts';
import { createTestProvider } from './test-provider.ts';
import type { ChargeUpdated } from './webhook-event.ts';

/** A test provider whose clock is ours, and a shop that hears when it is told to. */
function open() {
  const charges = createMemoryChargeStore();
  const clock = { time: 1_000_000 };
  const now = () => new Date(clock.time);
  const heard: ChargeUpdated[] = [];
  const shop = { deaf: false };
  const send = async (event: ChargeUpdated) => {
    if (shop.deaf) throw new Error('the shop answered 503');
    heard.push(event);
  };
  const provider = createTestProvider({ charges, publicUrl: 'http://x', delayMs: 2_000, now });
  return {
    heard,
    shop,
    provider,
    charges,
    /** Lets time pass, and then settles what is due. */
    async after(ms: number) {
      clock.time += ms;
      return settleDue({ charges, send, log: createLog('test', 'silent'), now });
    },
    async charge(token: string) {
      const key = newId();
      await provider.charge({ key, amount: { minor: 1n, currency: 'EUR' }, token });
      return key;
    },
  };
}

describe('a late charge', () => {
  it.each([
    ['tok_late_success', { status: 'CAPTURED' }],
    ['tok_late_decline', { status: 'FAILED', code: 'card_declined' }],
  ])('of %s settles after its delay, and the shop hears of it once', async (token, result) => {
    const { charge, provider, after, heard } = open();
    const key = await charge(token);
    await after(1_999);
    expect(await provider.find(key)).toEqual({ status: 'PENDING' });
    expect(heard).toEqual([]);
    await after(1);
    expect(await provider.find(key)).toEqual(result);
    await after(600_000);
    const data = { key, ...result };
    expect(heard).toEqual([{ id: `evt_${key}`, type: 'charge.updated', data }]);
  });

  it('is told again until the shop hears, with longer and longer pauses', async () => {
    const { charge, provider, after, heard, shop } = open();
    const key = await charge('tok_late_success');
    shop.deaf = true;
    expect(await after(2_000)).toBe(1);
    expect(await provider.find(key)).toEqual({ status: 'CAPTURED' });
    expect([await after(499), await after(1)]).toEqual([0, 1]);
    expect([await after(999), await after(1)]).toEqual([0, 1]);
    shop.deaf = false;
    expect([await after(1_999), await after(1)]).toEqual([0, 1]);
    expect(heard).toHaveLength(1);
  });

  it('is given up in the end', async () => {
    const { charge, after, shop, charges } = open();
    const key = await charge('tok_late_success');
    shop.deaf = true;
    let rounds = 0;
    while ((await after(60_000)) > 0) rounds++;
    expect(rounds).toBe(20);
    expect(await charges.byKey(key)).toMatchObject({ status: 'CAPTURED', dueAt: null });
  });
});

it('what is settled at once, or waits for a customer, is never due', async () => {
  const { charge, after } = open();
  for (const token of ['tok_success', 'tok_decline', 'tok_needs_action', 'x']) await charge(token);
  expect(await after(600_000)).toBe(0);
});
