import { newId } from '@shop/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GiftCard } from '../../../domain/gift-cards/gift-card.ts';
import { updateGiftCard } from '../../../domain/gift-cards/update-gift-card.ts';
import { addGiftCards } from '../../../testing/gift-card-fixture.ts';
import { newGiftCard } from '../../../testing/memory-gift-card-ledger.ts';
import { openStores } from '../../../testing/open-stores.ts';
import { staff } from '../../../testing/order-fixture.ts';
import { describePaymentProvider } from '../../../testing/payment-provider-contract.ts';
import { createGiftCardPayments } from '../gift-card-payments.ts';

const largest = 10n ** 18n;
const full = newGiftCard(2n ** 63n - 1n);
const disabled = newGiftCard(largest, { isDisabled: true });

let stores: Awaited<ReturnType<typeof openStores>>;
const add = (...giftCards: GiftCard[]) => addGiftCards(stores, ...giftCards);
beforeAll(async () => {
  stores = await openStores();
  await add(full, disabled);
});
afterAll(() => stores.close());

const provider = () => createGiftCardPayments(stores);

describePaymentProvider('gift cards on PostgreSQL', {
  provider,
  captured: full.id,
  declined: disabled.id,
  largest,
});

/** Returns the balance, and what the movements make of the initial amount. */
async function balances(id: string): Promise<[bigint, bigint]> {
  const [card] = await stores.giftCards.byIds([id]);
  const [movements = []] = await stores.giftCards.movements([id], 100);
  const moved = movements.reduce((sum, { amount }) => sum + amount.minor, 0n);
  return [card?.balance.minor ?? -1n, (card?.initial.minor ?? -1n) + moved];
}

it('concurrent charges, refunds and adjustments of one gift card leave an exact balance, never below zero', async () => {
  const card = newGiftCard(1_000n);
  await add(card);
  const amount = { minor: 90n, currency: 'EUR' };
  const results = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const key = newId();
      const { status } = await provider().charge({ key, amount, token: card.id });
      if (status === 'CAPTURED') {
        const refund = { key: newId(), chargeKey: key, amount: { ...amount, minor: 40n } };
        await Promise.all([provider().refund(refund), provider().refund(refund)]);
      }
      return status;
    }),
  );
  const captured = BigInt(results.filter((status) => status === 'CAPTURED').length);
  expect(captured).toBeGreaterThanOrEqual(11n);
  const expected = 1_000n - captured * 50n;
  expect(expected).toBeGreaterThanOrEqual(0n);
  expect(await balances(card.id)).toEqual([expected, expected]);
  const [{ version = 0 } = {}] = await stores.giftCards.byIds([card.id]);
  const input = {
    giftCardId: card.id,
    isDisabled: false,
    reason: 'test',
    expectedVersion: version,
  };
  const balance = { amount: '7.00', currencyCode: 'EUR' };
  await updateGiftCard(stores, staff, { ...input, balance });
  expect(await balances(card.id)).toEqual([700n, 700n]);
});

it('a balance below zero cannot be stored', async () => {
  const card = newGiftCard(1_000n);
  await add(card);
  const negative = stores.prisma.giftCard.update({
    where: { id: card.id },
    data: { balanceMinor: -1n },
  });
  await expect(negative).rejects.toThrow(/check/i);
});
