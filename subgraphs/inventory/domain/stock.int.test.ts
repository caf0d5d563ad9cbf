import { newId, Refusal } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStock, order } from '../testing/open-stock.ts';
import { adjustStock } from './adjust-stock.ts';
import { claimReservation } from './claim-reservation.ts';
import { type ReceiveStockInput, receiveStock } from './receive-stock.ts';
import { releaseStock } from './release-stock.ts';
import { reserveStock } from './reserve-stock.ts';
import { restockReturned } from './restock-returned.ts';
import { setLowStockThreshold } from './set-low-stock-threshold.ts';
import { ReservationNotActiveError, shipStock } from './ship-stock.ts';
import { availabilityOf } from './stock.ts';

let stock: Awaited<ReturnType<typeof openStock>>;
beforeAll(async () => {
  stock = await openStock();
});
afterAll(() => stock.close());

const reserve = (data: ReturnType<typeof order>) => reserveStock(stock.store, data);
const release = (data: ReturnType<typeof order>) => releaseStock(stock.store, data);
const statusOf = async (orderId: string) => (await stock.store.reservations([orderId]))[0]?.status;

it('the reservation of an order that an account has claimed belongs to the account', async () => {
  const a = await stock.stocked(5);
  const data = order([a, 2]);
  await reserve(data);
  const customerId = newId();
  await claimReservation(stock.store, { ...data, customerId });
  const [reservation] = await stock.store.reservations([data.orderId]);
  expect(reservation).toMatchObject({ customerId, status: 'ACTIVE' });
  expect(await stock.figures(a)).toMatchObject({ onHand: 5, reserved: 2 });
  const unknown = newId();
  await claimReservation(stock.store, { orderId: unknown, customerId });
  expect(await stock.store.reservations([unknown])).toEqual([undefined]);
});

describe('reserving', () => {
  it('an order reserves all its lines', async () => {
    const [a, b] = [await stock.stocked(5), await stock.stocked(5)];
    const data = order([a, 2], [b, 5]);
    await reserve(data);
    expect(await stock.figures(a)).toMatchObject({ onHand: 5, reserved: 2 });
    expect(await stock.figures(b)).toMatchObject({ onHand: 5, reserved: 5 });
    expect(await stock.eventTypes(data.orderId)).toEqual(['stock.reserved.v1']);
    expect(await stock.eventTypes(a)).toEqual(['stock.changed.v1']);
  });

  it('an order with a short line reserves nothing', async () => {
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

  it('concurrent orders reserve exactly the units on hand', async () => {
    const [a, b] = [await stock.stocked(7), await stock.stocked(50)];
    // Lines in both directions: without one lock order this deadlocks.
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

  it('repeated messages of an order reserve its units once', async () => {
    const a = await stock.stocked(5);
    const data = order([a, 2]);
    await Promise.all([reserve(data), reserve(data), reserve(data)]);
    expect(await stock.figures(a)).toMatchObject({ reserved: 2 });
    expect(await stock.eventTypes(data.orderId)).toEqual(['stock.reserved.v1']);
  });
});

describe('releasing', () => {
  it('a cancellation releases the units of an order once', async () => {
    const a = await stock.stocked(5);
    const data = order([a, 2]);
    await reserve(data);
    await Promise.all([release(data), release(data)]);
    expect(await stock.figures(a)).toMatchObject({ onHand: 5, reserved: 0 });
    expect(await statusOf(data.orderId)).toBe('RELEASED');
    expect(await stock.eventTypes(data.orderId)).toEqual([
      'stock.reserved.v1',
      'stock.released.v1',
    ]);
  });

  it('an order that arrives after its cancellation reserves nothing', async () => {
    const a = await stock.stocked(5);
    const data = order([a, 2]);
    await release(data);
    await reserve(data);
    expect(await stock.figures(a)).toMatchObject({ reserved: 0 });
    expect(await statusOf(data.orderId)).toBe('RELEASED');
  });

  it('the cancellation of a rejected order releases nothing', async () => {
    const a = await stock.stocked(1);
    const data = order([a, 2]);
    await reserve(data);
    await release(data);
    expect(await stock.figures(a)).toMatchObject({ onHand: 1, reserved: 0 });
    expect(await statusOf(data.orderId)).toBe('REJECTED');
  });
});

describe('shipping', () => {
  const ship = (data: ReturnType<typeof order>) => shipStock(stock.store, data);

  it('shipping takes the units out of stock once, and a late cancellation releases nothing', async () => {
    const a = await stock.stocked(5);
    const data = order([a, 2]);
    await reserve(data);
    await Promise.all([ship(data), ship(data)]);
    await release(data);
    expect(await stock.figures(a)).toMatchObject({ onHand: 3, reserved: 0 });
    expect(await statusOf(data.orderId)).toBe('FULFILLED');
    expect(await stock.eventTypes(a)).toEqual(['stock.changed.v1', 'stock.changed.v1']);
  });

  const counts = (
    ...units: (readonly [variantId: string, shipped: number, cancelled: number])[]
  ) => ({
    unitsSoFar: units.map(([variantId, shipped, cancelled]) => ({ variantId, shipped, cancelled })),
  });

  it('the events of parcels move what they count, twice and in any sequence', async () => {
    const [a, b] = [await stock.stocked(5), await stock.stocked(5)];
    const data = order([a, 3], [b, 2]);
    await reserve(data);
    const first = { ...data, ...counts([a, 1, 0], [b, 0, 0]) };
    const second = { ...data, ...counts([a, 2, 0], [b, 1, 0]) };
    await ship(second);
    expect(await stock.figures(a)).toMatchObject({ onHand: 3, reserved: 1 });
    await ship(first);
    await ship(second);
    expect(await stock.figures(a)).toMatchObject({ onHand: 3, reserved: 1 });
    expect(await stock.figures(b)).toMatchObject({ onHand: 4, reserved: 1 });
    expect(await statusOf(data.orderId)).toBe('ACTIVE');
    await ship({ ...data, ...counts([a, 3, 0], [b, 2, 0]) });
    expect(await stock.figures(a)).toMatchObject({ onHand: 2, reserved: 0 });
    expect(await stock.figures(b)).toMatchObject({ onHand: 3, reserved: 0 });
    expect(await statusOf(data.orderId)).toBe('FULFILLED');
  });

  it('units that are cancelled after others were shipped are released, also when their parcel is not known yet', async () => {
    const a = await stock.stocked(5);
    const data = order([a, 3]);
    await reserve(data);
    await ship({ ...data, ...counts([a, 2, 1]) });
    expect(await stock.figures(a)).toMatchObject({ onHand: 3, reserved: 0 });
    expect(await statusOf(data.orderId)).toBe('FULFILLED');
    expect(await stock.eventTypes(data.orderId)).toEqual([
      'stock.reserved.v1',
      'stock.released.v1',
    ]);
    const [changed] = await stock.prisma.outbox.findMany({
      where: { subject: a, type: 'stock.changed.v1' },
      orderBy: { seq: 'desc' },
      take: 1,
    });
    expect(changed?.event).toMatchObject({ data: { onHand: 3, reserved: 0 } });
    await ship({ ...data, ...counts([a, 2, 0]) });
    expect(await stock.figures(a)).toMatchObject({ onHand: 3, reserved: 0 });
  });

  it('units that came back are added once, twice delivered, in any sequence and before their parcel is known', async () => {
    const [a, b] = [await stock.stocked(5), await stock.stocked(5)];
    const data = order([a, 3], [b, 1]);
    await reserve(data);
    const returned = (...restocked: readonly [ofA: number, ofB: number]) =>
      restockReturned(stock.store, {
        ...data,
        returnedSoFar: [a, b].map((variantId, index) => ({
          ...{ variantId, restocked: restocked[index] ?? 0, writtenOff: 0 },
        })),
      });
    await returned(2, 0);
    await ship({ ...data, ...counts([a, 3, 0], [b, 1, 0]) });
    await returned(1, 0);
    await returned(2, 0);
    expect(await stock.figures(a)).toMatchObject({ onHand: 4, reserved: 0 });
    await returned(3, 1);
    expect(await stock.figures(a)).toMatchObject({ onHand: 5, reserved: 0 });
    expect(await stock.figures(b)).toMatchObject({ onHand: 5, reserved: 0 });
    expect(await statusOf(data.orderId)).toBe('FULFILLED');
  });

  it('shipping without an active reservation changes nothing and throws', async () => {
    const a = await stock.stocked(5);
    const [unknown, released] = [order([a, 2]), order([a, 2])];
    await reserve(released);
    await release(released);
    await expect(ship(unknown)).rejects.toThrow(ReservationNotActiveError);
    await expect(ship(released)).rejects.toThrow(ReservationNotActiveError);
    expect(await stock.figures(a)).toMatchObject({ onHand: 5, reserved: 0 });
  });
});

const stockManager: Viewer = {
  id: newId(),
  email: 'staff@shop.example',
  emailVerified: true,
  roles: ['STAFF'],
  scopes: new Set(['inventory:read', 'inventory:write']),
  sessionId: 's',
};

describe('adjusting', () => {
  const adjust = async (input: Partial<Parameters<typeof adjustStock>[2]>) =>
    adjustStock(stock.store, stockManager, {
      variantId: newId(),
      delta: 1,
      reason: 'count',
      idempotencyKey: newId(),
      ...input,
    });

  it('an adjustment cannot reduce the units on hand below the reserved units', async () => {
    const variantId = await stock.stocked(5);
    await reserve(order([variantId, 2]));
    await expect(adjust({ variantId, delta: -4 })).rejects.toThrow(/INSUFFICIENT_STOCK/);
    const input = { variantId, delta: -3, idempotencyKey: newId() };
    await Promise.all([adjust(input), adjust(input)]);
    expect(await stock.figures(variantId)).toMatchObject({ onHand: 2, reserved: 2 });
  });

  it.each([
    ['by 0', { delta: 0 }],
    ['by more than the maximum', { delta: -100_001 }],
    ['with NUL for a reason', { reason: 'a\0b' }],
    ['with NUL in the key', { idempotencyKey: 'key-key-\0' }],
    ['of an unknown variant', { variantId: 'nothing' }],
  ])('an adjustment %s is refused', async (_, input) => {
    await expect(adjust(input)).rejects.toThrow(Refusal);
  });

  it('an adjustment with another expected version is refused', async () => {
    const variantId = await stock.stocked(5);
    const input = { variantId, expectedVersion: 1 };
    await expect(adjust(input)).rejects.toThrow(/VERSION_CONFLICT/);
    await adjust({ ...input, expectedVersion: 2 });
  });
});

it('stock.low is published once each time the stock becomes low', async () => {
  const variantId = await stock.stocked(20);
  const set = (threshold: number) =>
    setLowStockThreshold(stock.store, stockManager, { variantId, threshold });
  const low = async () =>
    (await stock.eventTypes(variantId)).filter((type) => type === 'stock.low.v1').length;
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
      receiveStock(stock.store, stockManager, {
        variantId: newId(),
        quantity: 1,
        reason: 'delivery',
        idempotencyKey: newId(),
        ...input,
      }),
    );

  it('receiving adds units once per idempotency key', async () => {
    const variantId = await stock.stocked(1);
    const input = { variantId, quantity: 4, idempotencyKey: newId() };
    await Promise.all([receive(input), receive(input), receive(input)]);
    expect(await stock.figures(variantId)).toMatchObject({ onHand: 5 });
    await expect(receive({ ...input, quantity: 5 })).rejects.toThrow(/IDEMPOTENCY_CONFLICT/);
    await receive({ variantId, quantity: 2 });
    // The variant with its current stock, not with that of the first response.
    expect(await receive(input)).toEqual({ id: variantId });
    expect(await stock.figures(variantId)).toMatchObject({ onHand: 7 });
  });

  it.each([
    ['0 units', { quantity: 0 }],
    ['a negative number of units', { quantity: -5 }],
    ['more units than the maximum', { quantity: 100_001 }],
    ['units without a reason', { reason: '' }],
    ['units of an unknown variant', { variantId: 'nothing' }],
  ])('receiving %s is refused', async (_, input) => {
    await expect(receive(input)).rejects.toThrow(Refusal);
  });
});

it('the sum of the ledger is the stock', async () => {
  const a = await stock.stocked(20);
  const orders = Array.from({ length: 12 }, (_, n) => order([a, 1 + (n % 4)]));
  await Promise.all(orders.map(reserve));
  await Promise.all(orders.filter((_, n) => n % 3 === 0).map(release));
  const { onHand, reserved, ledger } = await stock.figures(a);
  expect(ledger).toEqual({ onHandDelta: onHand, reservedDelta: reserved });
});

it('the database refuses to oversell', async () => {
  const variantId = await stock.stocked(1);
  const where = { variantId };
  await expect(stock.prisma.stock.update({ where, data: { reserved: 2 } })).rejects.toThrow();
  await expect(stock.prisma.stock.update({ where, data: { onHand: -1 } })).rejects.toThrow();
});

it('the public availability shows exact quantities only up to 10', () => {
  const of = (onHand: number, reserved = 0, forSale = true) => {
    const rest = { variantId: '', sku: '', version: 1, lowStockThreshold: 5, removed: false };
    return availabilityOf({ ...rest, forSale, onHand, reserved });
  };
  const more = { quantity: 10, atLeast: true };
  expect(of(100)).toEqual({ status: 'IN_STOCK', quantity: null, units: more });
  const exactly = { quantity: 10, atLeast: false };
  expect(of(11, 1)).toEqual({ status: 'IN_STOCK', quantity: 10, units: exactly });
  expect(of(5)).toMatchObject({ status: 'LOW_STOCK', quantity: 5 });
  expect(of(3, 3)).toMatchObject({ status: 'OUT_OF_STOCK', quantity: 0 });
  expect(of(100, 0, false)).toMatchObject({ status: 'OUT_OF_STOCK', quantity: 0 });
});
