import { newId, Refusal, type Viewer } from '@shop/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStock, order } from '../prisma/testing.ts';
import { type ReceiveStockInput, receiveStock } from './receive-stock.ts';
import { releaseStock } from './release-stock.ts';
import { reserveStock } from './reserve-stock.ts';
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

describe('receiving', () => {
  const keeper: Viewer = {
    id: newId(),
    email: 'staff@shop.example',
    roles: ['STAFF'],
    scopes: new Set(['inventory:write']),
    sessionId: 's',
  };
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
