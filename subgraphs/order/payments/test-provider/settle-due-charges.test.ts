import { newId } from '@shop/domain';
import { createLog } from '@shop/service';
import { describe, expect, it } from 'vitest';
import { createMemoryChargeStore } from '../../testing/memory-charge-store.ts';
import { createTestProvider } from './create-test-provider.ts';
import { settleDueCharges } from './settle-due-charges.ts';
import type { ChargeUpdated } from './webhook-format.ts';

/** Opens a test provider with a clock that the test sets, and a shop that can refuse webhooks. */
function open() {
  const charges = createMemoryChargeStore();
  const clock = { time: 1_000_000 };
  const now = () => new Date(clock.time);
  const received: ChargeUpdated[] = [];
  const shop = { refusing: false };
  const send = async (event: ChargeUpdated) => {
    if (shop.refusing) throw new Error('the shop responded with 503');
    received.push(event);
  };
  const provider = createTestProvider({
    charges,
    publicUrl: 'http://x',
    delayMs: 2_000,
    authorisationMs: 3_600_000,
    now,
  });
  return {
    received,
    shop,
    provider,
    charges,
    /** Advances the clock, then settles what is due. */
    async after(ms: number) {
      clock.time += ms;
      return settleDueCharges({
        charges,
        send,
        log: createLog('test', 'silent'),
        authorisationMs: 3_600_000,
        now,
      });
    },
    async charge(token: string) {
      const key = newId();
      await provider.charge({ key, amount: { minor: 1n, currency: 'EUR' }, token });
      return key;
    },
  };
}

describe('late charges', () => {
  it.each([
    ['tok_late_success', { status: 'CAPTURED' }],
    ['tok_late_decline', { status: 'FAILED', code: 'card_declined' }],
  ])('%s settles after its delay with one webhook', async (token, result) => {
    const { charge, provider, after, received } = open();
    const key = await charge(token);
    await after(1_999);
    expect(await provider.find(key)).toEqual({ status: 'PENDING' });
    expect(received).toEqual([]);
    await after(1);
    expect(await provider.find(key)).toEqual(result);
    await after(600_000);
    const data = { key, amount: { minor: '1', currency: 'EUR' }, ...result };
    expect(received).toEqual([{ id: `evt_${key}`, type: 'charge.updated', data }]);
  });

  it('a refused webhook is sent again at growing intervals until the shop accepts it', async () => {
    const { charge, provider, after, received, shop } = open();
    const key = await charge('tok_late_success');
    shop.refusing = true;
    expect(await after(2_000)).toBe(1);
    expect(await provider.find(key)).toEqual({ status: 'CAPTURED' });
    expect([await after(499), await after(1)]).toEqual([0, 1]);
    expect([await after(999), await after(1)]).toEqual([0, 1]);
    shop.refusing = false;
    expect([await after(1_999), await after(1)]).toEqual([0, 1]);
    expect(received).toHaveLength(1);
  });

  it('a webhook is given up after 20 attempts', async () => {
    const { charge, after, shop, charges } = open();
    const key = await charge('tok_late_success');
    shop.refusing = true;
    let rounds = 0;
    while ((await after(60_000)) > 0) rounds++;
    expect(rounds).toBe(20);
    expect(await charges.byKey(key)).toMatchObject({ status: 'CAPTURED', dueAt: null });
  });
});

it('charges that settle at once or wait for a customer are never due', async () => {
  const { charge, after } = open();
  for (const token of ['tok_success', 'tok_decline', 'tok_needs_action', 'x']) await charge(token);
  expect(await after(600_000)).toBe(0);
});
