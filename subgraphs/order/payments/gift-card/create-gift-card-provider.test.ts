import { newId } from '@shop/domain';
import { expect, it } from 'vitest';
import { createMemoryGiftCardLedger, newGiftCard } from '../../testing/memory-gift-card-ledger.ts';
import { describePaymentProvider } from '../../testing/payment-provider-contract.ts';
import { createGiftCardProvider } from './create-gift-card-provider.ts';

const largest = 10n ** 18n;
const full = newGiftCard(2n ** 63n - 1n);
const disabled = newGiftCard(largest, { isDisabled: true });
const { ledger } = createMemoryGiftCardLedger([full, disabled]);

describePaymentProvider('gift cards in memory', {
  provider: () => createGiftCardProvider({ ledger }),
  captured: full.id,
  declined: disabled.id,
  largest,
});

it('a gift card pays until it expires, and what it paid returns to it afterwards', async () => {
  const expiresAt = new Date('2026-03-01T00:00:00Z');
  const card = newGiftCard(1_000n, { expiresAt });
  const shop = createMemoryGiftCardLedger([card]);
  let now = new Date(expiresAt.getTime() - 1);
  const provider = createGiftCardProvider({ ledger: shop.ledger, now: () => now });
  const charge = (key: string, minor: bigint) =>
    provider.charge({ key, amount: { minor, currency: 'EUR' }, token: card.id });
  const key = newId();
  expect(await charge(key, 600n)).toEqual({ status: 'CAPTURED' });
  expect(await charge(newId(), 401n)).toEqual({ status: 'FAILED', code: 'gift_card_balance' });
  now = expiresAt;
  expect(await charge(newId(), 1n)).toEqual({ status: 'FAILED', code: 'gift_card_invalid' });
  const amount = { minor: 600n, currency: 'EUR' };
  expect(await provider.refund({ key: newId(), chargeKey: key, amount })).toEqual({
    status: 'SUCCEEDED',
  });
  expect(shop.giftCards()).toMatchObject([{ balance: { minor: 1_000n } }]);
});

it('a gift card of another currency, and one that does not exist, pay nothing', async () => {
  const dollars = { minor: 1_000n, currency: 'USD' };
  const card = newGiftCard(1_000n, { initial: dollars, balance: dollars });
  const provider = createGiftCardProvider({ ledger: createMemoryGiftCardLedger([card]).ledger });
  const charge = (token: string) =>
    provider.charge({ key: newId(), amount: { minor: 1n, currency: 'EUR' }, token });
  expect(await charge(card.id)).toEqual({ status: 'FAILED', code: 'currency_mismatch' });
  expect(await charge(newId())).toEqual({ status: 'FAILED', code: 'gift_card_invalid' });
});
