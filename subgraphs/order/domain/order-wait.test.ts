import { refusalOf } from '@shop/testing';
import { expect, it } from 'vitest';
import { pending, providerReturning } from '../testing/fake-providers.ts';
import { newKey, newViewer, paymentWindows } from '../testing/fixtures.ts';
import { createMemoryOrderStore } from '../testing/memory-order-store.ts';
import { paidOrder } from '../testing/paid-order.ts';
import { placeTestOrder } from '../testing/place-test-order.ts';
import { confirmOrder } from './confirm-order.ts';
import { createOrderWaits, isDecided, type StartWait } from './order-wait.ts';
import { type PayOrderInput, payOrder } from './pay-order.ts';
import { rejectOrder } from './reject-order.ts';
import { settleCharge } from './settle-charge.ts';

const customer = newViewer();
const everyMs = 100;

/** Opens orders in memory and waits that read every 100 ms of a clock that only reads move. */
function open(options: { readonly max?: number; readonly isStopping?: () => boolean } = {}) {
  const orders = createMemoryOrderStore();
  const later = new Map<number, () => Promise<unknown>>();
  let ms = 0;
  const read = async (id: string) => {
    ms += everyMs;
    await later.get(ms)?.();
    return (await orders.byIds([id]))[0];
  };
  const waits = createOrderWaits({ read, now: () => ms, ...options });
  return {
    orders,
    waits,
    elapsed: () => ms,
    /** Does this when the clock shows `at`. */
    after: (at: number, work: () => Promise<unknown>) => void later.set(at, work),
    placed: () => placeTestOrder(orders, customer),
    async pay(
      orderId: string,
      change: Partial<PayOrderInput>,
      payments = pending,
      viewer = customer,
    ) {
      const input = { orderId, paymentToken: 'tok', idempotencyKey: newKey(), ...change };
      const ports = { orders, payments, startWait: waits() };
      return paidOrder(await payOrder(ports, viewer, input));
    },
  };
}
const waitFor = async (startWait: StartWait, shop: ReturnType<typeof open>, ms: number) =>
  (await startWait(ms)(await shop.placed(), isDecided)).status;

it('a wait ends with the decision about the order', async () => {
  const shop = open();
  const order = await shop.placed();
  shop.after(300, () => confirmOrder(shop.orders, order.id, paymentWindows));
  const decided = await shop.waits()(5_000)(order, isDecided);
  expect(decided.status).toBe('CONFIRMED');
  expect(shop.elapsed()).toBe(300);
});

it('a wait without a decision returns the order when its time is over', async () => {
  const shop = open();
  expect(await waitFor(shop.waits(), shop, 1_000)).toBe('PENDING');
  expect(shop.elapsed()).toBe(1_000);
});

it('without waitForMs nothing is read', async () => {
  const shop = open();
  expect(await waitFor(shop.waits(), shop, 0)).toBe('PENDING');
  expect(shop.elapsed()).toBe(0);
});

it('all waits of a request take five seconds together, and those of the next request as long again', async () => {
  const shop = open();
  const startWait = shop.waits();
  for (const ms of [3_000, 3_000, 3_000]) await waitFor(startWait, shop, ms);
  expect(shop.elapsed()).toBe(5_000);
  await waitFor(shop.waits(), shop, 3_000);
  expect(shop.elapsed()).toBe(8_000);
});

it('more requests than the process lets wait get their response at once', async () => {
  const shop = open({ max: 1 });
  const first = waitFor(shop.waits(), shop, 500);
  const order = await shop.placed();
  let second: number | undefined;
  shop.after(200, async () => {
    await shop.waits()(500)(order, isDecided);
    second = shop.elapsed();
  });
  expect(await first).toBe('PENDING');
  expect(second).toBe(200);
  expect(await waitFor(shop.waits(), shop, 500)).toBe('PENDING');
  expect(shop.elapsed()).toBe(1_000);
});

it('a wait ends when the process stops', async () => {
  let stopping = false;
  const shop = open({ isStopping: () => stopping });
  shop.after(200, async () => {
    stopping = true;
  });
  expect(await waitFor(shop.waits(), shop, 5_000)).toBe('PENDING');
  expect(shop.elapsed()).toBe(200);
});

it('an order that cannot be read for a moment is read again', async () => {
  const shop = open();
  const order = await shop.placed();
  shop.after(100, () => Promise.reject(new Error('database unavailable')));
  shop.after(200, () => confirmOrder(shop.orders, order.id, paymentWindows));
  expect((await shop.waits()(1_000)(order, isDecided)).status).toBe('CONFIRMED');
});

it('payOrder waits for stock, then for a payment that the provider decides later', async () => {
  const shop = open();
  const { id } = await shop.placed();
  shop.after(200, () => confirmOrder(shop.orders, id, paymentWindows));
  shop.after(700, async () => {
    const [order] = await shop.orders.byIds([id]);
    await settleCharge(shop.orders, order?.payments[0]?.id ?? '', { status: 'CAPTURED' });
  });
  expect(await shop.pay(id, { waitForMs: 5_000 })).toMatchObject({
    status: 'PAID',
    payments: [{ status: 'CAPTURED' }],
  });
  expect(shop.elapsed()).toBe(700);
});

it('payOrder refuses a payment that is declined while it waits', async () => {
  const shop = open();
  const { id } = await shop.placed();
  await confirmOrder(shop.orders, id, paymentWindows);
  shop.after(300, async () => {
    const [order] = await shop.orders.byIds([id]);
    const result = { status: 'FAILED', code: 'card_declined' } as const;
    await settleCharge(shop.orders, order?.payments[0]?.id ?? '', result);
  });
  const pay = () => shop.pay(id, { waitForMs: 5_000 });
  expect(await refusalOf(pay)).toEqual(['PAYMENT_DECLINED']);
});

it('a replay of payOrder waits for the result too', async () => {
  const shop = open();
  const { id } = await shop.placed();
  await confirmOrder(shop.orders, id, paymentWindows);
  const idempotencyKey = newKey();
  const started = await shop.pay(id, { idempotencyKey });
  expect(started).toMatchObject({ status: 'CONFIRMED', payments: [{ status: 'PENDING' }] });
  const paymentId = started.payments[0]?.id ?? '';
  shop.after(300, () => settleCharge(shop.orders, paymentId, { status: 'CAPTURED' }));
  const again = await shop.pay(id, { idempotencyKey, waitForMs: 1_000 });
  expect(again.status).toBe('PAID');
});

it('payOrder does not wait for a customer who must confirm the payment', async () => {
  const shop = open();
  const { id } = await shop.placed();
  await confirmOrder(shop.orders, id, paymentWindows);
  const actionUrl = 'https://provider.example/confirm';
  const needsAction = providerReturning({ status: 'REQUIRES_ACTION', actionUrl });
  const paid = await shop.pay(id, { waitForMs: 5_000 }, needsAction);
  expect(paid).toMatchObject({ payments: [{ status: 'REQUIRES_ACTION' }] });
  expect(shop.elapsed()).toBe(0);
});

it('payOrder of an order that is rejected meanwhile, or not decided in time, is refused', async () => {
  const shop = open();
  const { id } = await shop.placed();
  expect(await refusalOf(() => shop.pay(id, { waitForMs: 500 }))).toEqual(['ILLEGAL_TRANSITION']);
  expect(shop.elapsed()).toBe(500);
  shop.after(600, () => rejectOrder(shop.orders, id, []));
  expect(await refusalOf(() => shop.pay(id, { waitForMs: 500 }))).toEqual(['ILLEGAL_TRANSITION']);
  expect(shop.elapsed()).toBe(600);
});

it('payOrder waits for owners only', async () => {
  const shop = open();
  const { id } = await shop.placed();
  const stranger = () => shop.pay(id, { waitForMs: 5_000 }, pending, newViewer());
  expect(await refusalOf(stranger)).toEqual(['NOT_FOUND orderId']);
  expect(shop.elapsed()).toBe(0);
});

it.each([-1, 5_001, 0.5])('waitForMs of %d is refused', async (waitForMs) => {
  const shop = open();
  const { id } = await shop.placed();
  expect(await refusalOf(() => shop.pay(id, { waitForMs }))).toEqual(['INVALID_VALUE waitForMs']);
});
