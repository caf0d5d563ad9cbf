import { newId, Refusal } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStock, order } from '../testing/database.ts';
import { adjustStock } from './adjust-stock.ts';
import { type ReceiveStockInput, receiveStock } from './receive-stock.ts';
import { releaseStock } from './release-stock.ts';
import { reserveStock } from './reserve-stock.ts';
import { setLowStockThreshold } from './set-low-stock-threshold.ts';
import { NothingSetAside, shipStock } from './ship-stock.ts';
import { availabilityOf } from './stock.ts';

let stock: Awaited<ReturnType<typeof openStock>>;
beforeAll(async () => {
  stock = await openStock();
});
afterAll(() => stock.close());

const reserve = (data: ReturnType<typeof order>) => reserveStock(stock.store, data);
const release = (data: ReturnType<typeof order>) => releaseStock(stock.store, data);
const statusOf = async (orderId: string) => (await stock.store.reservations([orderId]))[0]?.status;

describe('reserving', () => {
  it('sets every line aside', async () => {
    const [a, b] = [await stock.stocked(5), await stock.stocked(5)];
    const data = order([a, 2], [b, 5]);
    await reserve(data);
    expect(await stock.figures(a)).toMatchObject({ onHand: 5, reserved: 2 });
    expect(await stock.figures(b)).toMatchObject({ onHand: 5, reserved: 5 });
    expect(await stock.said(data.orderId)).toEqual(['stock.reserved.v1']);
    expect(await stock.said(a)).toEqual(['stock.changed.v1']);
  });

  it('sets nothing aside when one line is short', async () => {
    const [a, b] = [await stock.stocked(5), await stock.stocked(1)];
    const data = order([a, 2], [b, 2], [newId(), 1]);
    await reserve(data);
    expect(await stock.figures(a)).toMatchObject({ onHand: 5, reserved: 0 });
    expect(await statusOf(data.orderId)).toBe('REJECTED');
    const [event] = await stock.prisma.outbox.findMany({ where: { subject: data.orderId } });
    expect(event?.event).toMatchObject({
      type: 'stock.rejected.v1',
      data: { shortLines: [{ variantId: b, requested: 2, available: 1 }, { available: 0 }] },
    });
  });

  it('sells exactly the units there are, however many want them at once', async () => {
    const [a, b] = [await stock.stocked(7), await stock.stocked(50)];
    // Lines in both directions: without one order of locking this deadlocks.
    const orders = Array.from({ length: 40 }, (_, n) =>
      n % 2 === 0 ? order([a, 1], [b, 1]) : order([b, 1], [a, 1]),
    );
    await Promise.all(orders.map(reserve));
    const statuses = await Promise.all(orders.map(({ orderId }) => statusOf(orderId)));
    expect(statuses.filter((status) => status === 'ACTIVE')).toHaveLength(7);
    expect(statuses.filter((status) => status === 'REJECTED')).toHaveLength(33);
    expect(await stock.figures(a)).toMatchObject({ onHand: 7, reserved: 7 });
    expect(await stock.figures(b)).toMatchObject({ onHand: 50, reserved: 7 });
  });

  it('a repeated order has one effect', async () => {
    const a = await stock.stocked(5);
    const data = order([a, 2]);
    await Promise.all([reserve(data), reserve(data), reserve(data)]);
    expect(await stock.figures(a)).toMatchObject({ reserved: 2 });
    expect(await stock.said(data.orderId)).toEqual(['stock.reserved.v1']);
  });
});

describe('releasing', () => {
  it('frees the units, once', async () => {
    const a = await stock.stocked(5);
    const data = order([a, 2]);
    await reserve(data);
    await Promise.all([release(data), release(data)]);
    expect(await stock.figures(a)).toMatchObject({ onHand: 5, reserved: 0 });
    expect(await statusOf(data.orderId)).toBe('RELEASED');
    expect(await stock.said(data.orderId)).toEqual(['stock.reserved.v1', 'stock.released.v1']);
  });

  it('that overtakes its order leaves nothing set aside', async () => {
    const a = await stock.stocked(5);
    const data = order([a, 2]);
    await release(data);
    await reserve(data);
    expect(await stock.figures(a)).toMatchObject({ reserved: 0 });
    expect(await statusOf(data.orderId)).toBe('RELEASED');
  });

  it('of a rejected order frees nothing', async () => {
    const a = await stock.stocked(1);
    const data = order([a, 2]);
    await reserve(data);
    await release(data);
    expect(await stock.figures(a)).toMatchObject({ onHand: 1, reserved: 0 });
    expect(await statusOf(data.orderId)).toBe('REJECTED');
  });
});

describe('shipping', () => {
  const ship = (data: ReturnType<typeof order>) =>
    shipStock(stock.store, {
      ...data,
      carrier: null,
      trackingNumber: null,
      trackingUrl: null,
    });

  it('takes the units out of stock, once, and a late cancellation frees nothing', async () => {
    const a = await stock.stocked(5);
    const data = order([a, 2]);
    await reserve(data);
    await Promise.all([ship(data), ship(data)]);
    await release(data);
    expect(await stock.figures(a)).toMatchObject({ onHand: 3, reserved: 0 });
    expect(await statusOf(data.orderId)).toBe('FULFILLED');
    expect(await stock.said(a)).toEqual(['stock.changed.v1', 'stock.changed.v1']);
  });

  it('without units set aside books nothing and says so', async () => {
    const a = await stock.stocked(5);
    const [unknown, released] = [order([a, 2]), order([a, 2])];
    await reserve(released);
    await release(released);
    await expect(ship(unknown)).rejects.toThrow(NothingSetAside);
    await expect(ship(released)).rejects.toThrow(NothingSetAside);
    expect(await stock.figures(a)).toMatchObject({ onHand: 5, reserved: 0 });
  });
});

const keeper: Viewer = {
  id: newId(),
  email: 'staff@shop.example',
  roles: ['STAFF'],
  scopes: new Set(['inventory:write']),
  sessionId: 's',
};

describe('adjusting', () => {
  const adjust = async (input: Partial<Parameters<typeof adjustStock>[2]>) =>
    adjustStock(stock.store, keeper, {
      variantId: newId(),
      delta: 1,
      reason: 'count',
      idempotencyKey: newId(),
      ...input,
    });

  it('goes down to what is set aside, never below', async () => {
    const variantId = await stock.stocked(5);
    await reserve(order([variantId, 2]));
    await expect(adjust({ variantId, delta: -4 })).rejects.toThrow(/INSUFFICIENT_STOCK/);
    const input = { variantId, delta: -3, idempotencyKey: newId() };
    await Promise.all([adjust(input), adjust(input)]);
    expect(await stock.figures(variantId)).toMatchObject({ onHand: 2, reserved: 2 });
  });

  it.each([
    ['by nothing', { delta: 0 }],
    ['by too much', { delta: -100_001 }],
    ['with NUL for a reason', { reason: 'a\0b' }],
    ['with NUL in the key', { idempotencyKey: 'key-key-\0' }],
    ['of an unknown variant', { variantId: 'nothing' }],
  ])('%s is refused', async (_, input) => {
    await expect(adjust(input)).rejects.toThrow(Refusal);
  });

  it('of another version is refused', async () => {
    const variantId = await stock.stocked(5);
    const input = { variantId, expectedVersion: 1 };
    await expect(adjust(input)).rejects.toThrow(/VERSION_CONFLICT/);
    await adjust({ ...input, expectedVersion: 2 });
  });
});

it('says that stock is low once on each way down', async () => {
  const variantId = await stock.stocked(20);
  const set = (threshold: number) => setLowStockThreshold(stock.store, { variantId, threshold });
  const low = async () =>
    (await stock.said(variantId)).filter((type) => type === 'stock.low.v1').length;
  const data = order([variantId, 15]);
  await reserve(data);
  await reserve(order([variantId, 1]));
  expect(await low()).toBe(1);
  await release(data);
  expect(await low()).toBe(1);
  await set(19);
  await set(30);
  expect(await low()).toBe(2);
});

describe('receiving', () => {
  const receive = (input: Partial<ReceiveStockInput>) =>
    Promise.resolve().then(() =>
      receiveStock(stock.store, keeper, {
        variantId: newId(),
        quantity: 1,
        reason: 'delivery',
        idempotencyKey: newId(),
        ...input,
      }),
    );

  it('adds units once per key', async () => {
    const variantId = await stock.stocked(1);
    const input = { variantId, quantity: 4, idempotencyKey: newId() };
    await Promise.all([receive(input), receive(input), receive(input)]);
    expect(await stock.figures(variantId)).toMatchObject({ onHand: 5 });
    await expect(receive({ ...input, quantity: 5 })).rejects.toThrow(/IDEMPOTENCY_CONFLICT/);
    await receive({ variantId, quantity: 2 });
    // The variant, and so its stock of now, not that of the first answer.
    expect(await receive(input)).toEqual({ id: variantId });
    expect(await stock.figures(variantId)).toMatchObject({ onHand: 7 });
  });

  it.each([
    ['nothing', { quantity: 0 }],
    ['less than nothing', { quantity: -5 }],
    ['too much', { quantity: 100_001 }],
    ['without a reason', { reason: '' }],
    ['of an unknown variant', { variantId: 'nothing' }],
  ])('%s is refused', async (_, input) => {
    await expect(receive(input)).rejects.toThrow(Refusal);
  });
});

it('the ledger always sums to the stock', async () => {
  const a = await stock.stocked(20);
  const orders = Array.from({ length: 12 }, (_, n) => order([a, 1 + (n % 4)]));
  await Promise.all(orders.map(reserve));
  await Promise.all(orders.filter((_, n) => n % 3 === 0).map(release));
  const { onHand, reserved, ledger } = await stock.figures(a);
  expect(ledger).toEqual({ onHandDelta: onHand, reservedDelta: reserved });
});

it('the database itself refuses to oversell', async () => {
  const variantId = await stock.stocked(1);
  const where = { variantId };
  await expect(stock.prisma.stock.update({ where, data: { reserved: 2 } })).rejects.toThrow();
  await expect(stock.prisma.stock.update({ where, data: { onHand: -1 } })).rejects.toThrow();
});

it('tells people no more than they may know of the stock', () => {
  const of = (onHand: number, reserved = 0) => {
    const rest = { variantId: '', sku: '', version: 1, lowStockThreshold: 5 };
    return availabilityOf({ ...rest, onHand, reserved });
  };
  expect(of(100)).toEqual({ status: 'IN_STOCK', quantity: null });
  expect(of(11, 1)).toEqual({ status: 'IN_STOCK', quantity: 10 });
  expect(of(5)).toEqual({ status: 'LOW_STOCK', quantity: 5 });
  expect(of(3, 3)).toEqual({ status: 'OUT_OF_STOCK', quantity: 0 });
});
