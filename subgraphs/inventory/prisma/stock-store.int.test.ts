import { newId } from '@shop/domain';
import type { Origin } from '@shop/schema';
import { createSqlDatabase } from '@shop/service/postgres';
import { createTestPool } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reserveStock } from '../domain/reserve-stock.ts';
import { openStock, order } from '../testing/open-stock.ts';
import { stockStoreContract } from '../testing/stock-store-contract.ts';
import { createStockChanges } from './stock-changes.ts';

let stock: Awaited<ReturnType<typeof openStock>>;
beforeAll(async () => {
  stock = await openStock();
});
afterAll(() => stock.close());

describe('the stock store on Prisma', () => {
  stockStoreContract(() => stock.store);
});

it('200 concurrent orders in several processes reserve exactly the 37 units on hand', async () => {
  const variantId = await stock.stocked(37);
  const origin: Origin = { correlationId: 'race' };
  const pools = Array.from({ length: 4 }, () => createTestPool(stock.url, { max: 5 }));
  const stores = pools.map((pool) => createStockChanges(createSqlDatabase(pool), origin));
  const orders = Array.from({ length: 200 }, () => order([variantId, 1]));
  // Each process handles as many orders at once as it has connections, as a worker does.
  await Promise.all(
    stores.flatMap((store, n) =>
      Array.from({ length: 5 }, async (_, lane) => {
        for (const data of orders.filter((_, i) => i % 20 === n * 5 + lane)) {
          await reserveStock(store, data);
        }
      }),
    ),
  );
  await Promise.all(pools.map((pool) => pool.end()));
  const reservations = await stock.store.reservations(orders.map(({ orderId }) => orderId));
  const count = (status: string) =>
    reservations.filter((reservation) => reservation?.status === status).length;
  expect([count('ACTIVE'), count('REJECTED')]).toEqual([37, 163]);
  expect(await stock.figures(variantId)).toEqual({
    onHand: 37,
    reserved: 37,
    ledger: { onHandDelta: 37, reservedDelta: 37 },
  });
  // From 37 to 0 across a threshold of 5: low once.
  expect(
    (await stock.eventTypes(variantId)).filter((type) => type === 'stock.low.v1'),
  ).toHaveLength(1);
});

it.each([
  ['RECEIVE', -1, 0],
  ['RECEIVE', 1, 1],
  ['ADJUST', 0, 0],
  ['ADJUST', 1, 1],
  ['RESERVE', 0, -1],
  ['RESERVE', 1, 1],
  ['RELEASE', 0, 1],
  ['SHIP', -1, 0],
  ['SHIP', 1, 1],
] as const)(
  'the database refuses the movement %s with %i on hand and %i reserved',
  async (kind, onHandDelta, reservedDelta) => {
    const data = { variantId: newId(), kind, onHandDelta, reservedDelta, reason: 'test' };
    await expect(stock.prisma.movement.create({ data })).rejects.toThrow(/as_their_kind/);
  },
);

it('the database refuses a second movement of one kind for an order and a variant', async () => {
  const line = { variantId: newId(), onHandDelta: 0, reason: 'test' };
  const move = (orderId: string | null, kind: 'RESERVE' | 'RELEASE') =>
    stock.prisma.movement.create({
      data: { ...line, orderId, kind, reservedDelta: kind === 'RESERVE' ? 1 : -1 },
    });
  const orderId = newId();
  await move(orderId, 'RESERVE');
  await move(orderId, 'RELEASE');
  await expect(move(orderId, 'RESERVE')).rejects.toMatchObject({ code: 'P2002' });
  await Promise.all([move(newId(), 'RESERVE'), move(null, 'RESERVE'), move(null, 'RESERVE')]);
});
