import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providerReturning, unreachable } from '../../testing/fake-providers.ts';
import { newKey } from '../../testing/fixtures.ts';
import { issueGiftCard } from '../../testing/gift-card-fixture.ts';
import { customer, openOrderFixture, staff } from '../../testing/order-fixture.ts';
import { amountToPay } from '../amount-due.ts';
import { cancelOrder } from '../cancel-order.ts';
import { payOrder } from '../pay-order.ts';
import { receiveReturn } from '../returns/receive-return.ts';
import { updateGiftCard } from './update-gift-card.ts';

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

/** The provider of cards, which no test of a gift card calls. */
const payments = unreachable;

const byGiftCard = (orderId: string, giftCardCode: string, change: object = {}) =>
  payOrder({ ...shop, payments }, customer, {
    ...{ orderId, giftCardCode, idempotencyKey: newKey(), ...change },
  });
const cancel = (orderId: string) =>
  cancelOrder({ ...shop, payments: providerReturning({ status: 'CAPTURED' }) }, customer, {
    ...{ orderId, reasonCode: 'CHANGED_MIND', idempotencyKey: newKey() },
  });
const balanceOf = async (id: string) => (await shop.giftCards.byIds([id]))[0]?.balance.minor;
const kindsOf = async (id: string) =>
  (await shop.giftCards.movements([id], 10))[0]?.map(({ kind, amount, orderId }) => ({
    ...{ kind, minor: amount.minor, orderId },
  }));

it('a gift card that covers the amount due pays the order, whose payment has the end of its code', async () => {
  const orderId = await shop.confirmed();
  const { id, code } = await issueGiftCard(shop, '50.00');
  const typed = `${code.slice(0, 8)}-${code.slice(8)}`.toLowerCase();
  const { order, reasons } = await byGiftCard(orderId, typed);
  expect(reasons).toEqual([]);
  expect(order).toMatchObject({
    status: 'PAID',
    payments: [
      {
        ...{ status: 'CAPTURED', amount: { minor: 2_000n }, giftCardId: id },
        giftCardLastFour: code.slice(-4),
      },
    ],
  });
  expect(await balanceOf(id)).toBe(3_000n);
  expect(await kindsOf(id)).toEqual([{ kind: 'CHARGE', minor: -2_000n, orderId }]);
});

it('a smaller gift card pays a part, another one and a card the rest', async () => {
  const orderId = await shop.confirmed();
  const [first, second] = [await issueGiftCard(shop, '5.00'), await issueGiftCard(shop, '7.50')];
  const { order: partly } = await byGiftCard(orderId, first.code);
  expect(partly.status).toBe('CONFIRMED');
  expect(amountToPay(partly).minor).toBe(1_500n);
  await byGiftCard(orderId, second.code);
  const paid = await shop.pay(orderId);
  expect(paid.status).toBe('PAID');
  expect(paid.payments.map(({ amount, giftCardId }) => [amount.minor, giftCardId])).toEqual([
    [500n, first.id],
    [750n, second.id],
    [750n, null],
  ]);
  expect([await balanceOf(first.id), await balanceOf(second.id)]).toEqual([0n, 0n]);
});

it('of two orders that want the same gift card at once, none takes more than is left', async () => {
  const { id, code } = await issueGiftCard(shop, '30.00');
  const ids = await Promise.all([shop.confirmed(), shop.confirmed(), shop.confirmed()]);
  const results = await Promise.allSettled(ids.map((orderId) => byGiftCard(orderId, code)));
  const orders = await shop.orders.byIds(ids);
  const taken = orders
    .flatMap((order) => order?.payments ?? [])
    .filter(({ status }) => status === 'CAPTURED')
    .reduce((sum, { amount }) => sum + amount.minor, 0n);
  expect(taken).toBeLessThanOrEqual(3_000n);
  expect(await balanceOf(id)).toBe(3_000n - taken);
  const declined = results.flatMap((one) => (one.status === 'fulfilled' ? one.value.reasons : []));
  for (const { code: reason, message } of declined) {
    expect([reason, message]).toEqual([
      'PAYMENT_DECLINED',
      'The balance of the gift card has become too low. You can pay again.',
    ]);
  }
});

it('a repeated request charges once, also after the gift card was used up and disabled', async () => {
  const orderId = await shop.confirmed();
  const { id, code } = await issueGiftCard(shop, '20.00');
  const change = { idempotencyKey: newKey() };
  await Promise.all([
    byGiftCard(orderId, code, change),
    byGiftCard(orderId, code, change),
    byGiftCard(orderId, code, change),
  ]);
  await updateGiftCard(shop, staff, { giftCardId: id, isDisabled: true });
  const { order } = await byGiftCard(orderId, code, change);
  expect(order).toMatchObject({ status: 'PAID', payments: [{ amount: { minor: 2_000n } }] });
  expect(await balanceOf(id)).toBe(0n);
});

it('a gift card that is disabled after the payment was started declines it, and it can be paid again', async () => {
  const orderId = await shop.confirmed();
  const { id, code } = await issueGiftCard(shop, '20.00');
  const input = { orderId, giftCardCode: code, idempotencyKey: newKey() };
  const stopped = { ...shop, payments, giftCardPayments: unreachable };
  const { order: started } = await payOrder(stopped, customer, input);
  expect(started.payments).toMatchObject([{ status: 'PENDING' }]);
  await updateGiftCard(shop, staff, { giftCardId: id, isDisabled: true });
  const { order, reasons } = await payOrder({ ...shop, payments }, customer, input);
  expect(order).toMatchObject({ status: 'CONFIRMED', payments: [{ status: 'FAILED' }] });
  expect(reasons).toEqual([
    {
      code: 'PAYMENT_DECLINED',
      message: 'The gift card is not valid any more. You can pay again.',
    },
  ]);
});

it('the sweep finds a charge whose response was lost, and fails one that never arrived', async () => {
  const [arrived, lost] = [await shop.confirmed(), await shop.confirmed()];
  const { id, code } = await issueGiftCard(shop, '40.00');
  const { giftCardPayments: provider } = shop;
  const losing = (orderId: string, isSent: boolean) =>
    payOrder(
      {
        ...{ ...shop, payments },
        giftCardPayments: {
          ...provider,
          charge: async (request) => {
            if (isSent) await provider.charge(request);
            return unreachable.charge(request);
          },
        },
      },
      customer,
      { orderId, giftCardCode: code, idempotencyKey: newKey() },
    );
  await losing(arrived, true);
  await losing(lost, false);
  await shop.sweep(payments, 6);
  expect(await shop.read(arrived)).toMatchObject({ status: 'PAID' });
  expect(await shop.read(lost)).toMatchObject({
    payments: [{ status: 'FAILED', failureCode: 'not_received' }],
  });
  expect(await balanceOf(id)).toBe(2_000n);
});

describe('what a gift card has paid returns to it', () => {
  /** An order that a gift card has paid in part, and a card the rest. */
  const mixed = async () => {
    const orderId = await shop.confirmed();
    const card = await issueGiftCard(shop, '8.00');
    await byGiftCard(orderId, card.code);
    await shop.pay(orderId);
    return { orderId, card };
  };

  it('when the order is cancelled', async () => {
    const { orderId, card } = await mixed();
    await updateGiftCard(shop, staff, { giftCardId: card.id, isDisabled: true });
    const order = await cancel(orderId);
    expect(order.refunds.map(({ status, amount }) => [status, amount.minor])).toEqual([
      ['SUCCEEDED', 1_200n],
      ['SUCCEEDED', 800n],
    ]);
    expect(await balanceOf(card.id)).toBe(800n);
    expect(await kindsOf(card.id)).toEqual([
      { kind: 'REFUND', minor: 800n, orderId },
      { kind: 'CHARGE', minor: -800n, orderId },
    ]);
  });

  it('when the rest is not paid in time', async () => {
    const orderId = await shop.confirmed();
    const card = await issueGiftCard(shop, '8.00');
    await byGiftCard(orderId, card.code);
    await shop.sweep(payments, 2);
    await shop.sweep(payments, 2);
    expect(await shop.read(orderId)).toMatchObject({
      ...{ status: 'CANCELLED', cancelReasonCode: 'NOT_PAID' },
      refunds: [{ status: 'SUCCEEDED' }],
    });
    expect(await balanceOf(card.id)).toBe(800n);
  });

  it('when everything is refunded, and when units come back', async () => {
    const { orderId, card } = await mixed();
    await shop.refund(orderId);
    expect(await balanceOf(card.id)).toBe(800n);
    const other = await shop.confirmed();
    const full = await issueGiftCard(shop, '20.00');
    await byGiftCard(other, full.code);
    await shop.fulfil(other);
    await shop.deliver(other);
    const returnId = await shop.requestReturn(other);
    await shop.approveReturn(other, returnId);
    const input = { orderId: other, returnId, idempotencyKey: newKey() };
    await receiveReturn({ ...shop, payments }, staff, input);
    expect(await balanceOf(full.id)).toBe(1_000n);
  });
});

describe('a gift card that cannot pay is refused before a payment is started', () => {
  it.each<[string, string, (code: string, id: string) => Promise<unknown> | undefined]>([
    [
      'is disabled',
      'GIFT_CARD_INVALID giftCardCode',
      (_, id) => updateGiftCard(shop, staff, { giftCardId: id, isDisabled: true }),
    ],
    [
      'is used up',
      'GIFT_CARD_INVALID giftCardCode',
      async (code) => byGiftCard(await shop.confirmed(), code),
    ],
  ])('one that %s', async (_, refusal, prepare) => {
    const { id, code } = await issueGiftCard(shop, '1.00');
    await prepare(code, id);
    const orderId = await shop.confirmed();
    expect(await refusalOf(() => byGiftCard(orderId, code))).toEqual([refusal]);
    expect(await shop.read(orderId)).toMatchObject({ payments: [] });
  });

  it('one of another currency, and one that does not exist', async () => {
    const orderId = await shop.confirmed();
    const dollars = await issueGiftCard(shop, '', {
      amount: { amount: '10.00', currencyCode: 'USD' },
    });
    expect(await refusalOf(() => byGiftCard(orderId, dollars.code))).toEqual([
      'MIXED_CURRENCIES giftCardCode',
    ]);
    expect(await refusalOf(() => byGiftCard(orderId, 'UNKNOWN1'))).toEqual([
      'GIFT_CARD_INVALID giftCardCode',
    ]);
  });

  it('a payment has exactly one source', async () => {
    const orderId = await shop.confirmed();
    const { code } = await issueGiftCard(shop, '1.00');
    for (const change of [{ paymentToken: 'tok' }, { giftCardCode: null }]) {
      expect(await refusalOf(() => byGiftCard(orderId, code, change))).toEqual([
        'INVALID_VALUE paymentToken',
      ]);
    }
  });
});
