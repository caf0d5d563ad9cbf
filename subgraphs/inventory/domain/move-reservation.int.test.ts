import { newId } from '@shop/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStock, order } from '../testing/open-stock.ts';
import { moveReservation } from './move-reservation.ts';
import { releaseStock } from './release-stock.ts';
import { reserveStock } from './reserve-stock.ts';
import { shipStock } from './ship-stock.ts';

let stock: Awaited<ReturnType<typeof openStock>>;
beforeAll(async () => {
  stock = await openStock();
});
afterAll(() => stock.close());

type Data = ReturnType<typeof order>;
type Units = readonly [variantId: string, quantity: number];

/** Returns the n-th edit of an order to these lines. */
const editOf = ({ orderId, number }: Data, editNumber: number, ...lines: readonly Units[]) => ({
  ...{ orderId, number, editId: newId(), editNumber },
  editedLines: lines.map(([variantId, quantity]) => ({ variantId, quantity })),
});
const move = (edit: ReturnType<typeof editOf>) => moveReservation(stock.store, edit);
const reserved = async (...lines: readonly Units[]): Promise<Data> => {
  const data = order(...lines);
  await reserveStock(stock.store, data);
  return data;
};
const reservationOf = async ({ orderId }: Data) => (await stock.store.reservations([orderId]))[0];
const unitsOf = async (variantId: string) => (await stock.figures(variantId)).reserved;

it('an edit adds, removes and changes units of the reservation', async () => {
  const [a, b, c] = [await stock.stocked(5), await stock.stocked(5), await stock.stocked(5)];
  const data = await reserved([a, 2], [b, 3]);
  const edit = editOf(data, 1, [a, 4], [c, 1]);
  await move(edit);
  expect([await unitsOf(a), await unitsOf(b), await unitsOf(c)]).toEqual([4, 0, 1]);
  expect(await reservationOf(data)).toMatchObject({
    status: 'ACTIVE',
    lines: [
      { variantId: a, quantity: 4 },
      { variantId: c, quantity: 1 },
    ],
  });
  expect(await stock.eventTypes(data.orderId)).toEqual([
    'stock.reserved.v1',
    'stock.edit_reserved.v1',
  ]);
  // Units of a variant that the edit leaves are available again, and others read of it.
  expect(await stock.eventTypes(b)).toEqual(['stock.changed.v1', 'stock.changed.v1']);
});

it('an edit of more than is in stock moves nothing and names the short lines, with what the order already has', async () => {
  const [a, b] = [await stock.stocked(5), await stock.stocked(1)];
  const data = await reserved([a, 2]);
  const edit = editOf(data, 1, [a, 6], [b, 1]);
  await move(edit);
  expect([await unitsOf(a), await unitsOf(b)]).toEqual([2, 0]);
  const [, event] = await stock.prisma.outbox.findMany({
    where: { subject: data.orderId },
    orderBy: { seq: 'asc' },
  });
  expect(event?.event).toMatchObject({
    type: 'stock.edit_rejected.v1',
    data: { editId: edit.editId, shortLines: [{ variantId: a, requested: 6, available: 5 }] },
  });
});

it('an edit is answered once, also when it arrives again after a later one', async () => {
  const [a, b] = [await stock.stocked(5), await stock.stocked(5)];
  const data = await reserved([a, 1]);
  const [first, second] = [editOf(data, 1, [a, 3]), editOf(data, 2, [b, 2])];
  await Promise.all([move(first), move(first)]);
  await move(second);
  await move(first);
  expect([await unitsOf(a), await unitsOf(b)]).toEqual([0, 2]);
  expect(await stock.eventTypes(data.orderId)).toEqual([
    'stock.reserved.v1',
    'stock.edit_reserved.v1',
    'stock.edit_reserved.v1',
  ]);
});

it('a cancellation after an edit releases the lines of the edit, whatever lines its event has', async () => {
  const [a, b] = [await stock.stocked(5), await stock.stocked(5)];
  const data = await reserved([a, 1]);
  await move(editOf(data, 1, [b, 2]));
  await releaseStock(stock.store, data);
  expect([await unitsOf(a), await unitsOf(b)]).toEqual([0, 0]);
  expect(await reservationOf(data)).toMatchObject({ status: 'RELEASED' });
  expect(await stock.eventTypes(b)).toEqual(['stock.changed.v1', 'stock.changed.v1']);
});

it('an edit after the cancellation is rejected, and the stock stays released', async () => {
  const [a, b] = [await stock.stocked(5), await stock.stocked(5)];
  const data = await reserved([a, 1]);
  await releaseStock(stock.store, data);
  await move(editOf(data, 1, [b, 2]));
  expect([await unitsOf(a), await unitsOf(b)]).toEqual([0, 0]);
  expect(await reservationOf(data)).toMatchObject({ status: 'RELEASED' });
  expect((await stock.eventTypes(data.orderId)).at(-1)).toBe('stock.edit_rejected.v1');
});

it('the lines of an edit are shipped', async () => {
  const [a, b] = [await stock.stocked(5), await stock.stocked(5)];
  const data = await reserved([a, 1]);
  await move(editOf(data, 1, [a, 2], [b, 1]));
  const lines = [a, b].map((variantId) => ({ variantId }));
  const unitsSoFar = [
    { variantId: a, shipped: 2, cancelled: 0 },
    { variantId: b, shipped: 1, cancelled: 0 },
  ];
  await shipStock(stock.store, { ...data, lines, unitsSoFar });
  expect(await stock.figures(a)).toMatchObject({ onHand: 3, reserved: 0 });
  expect(await stock.figures(b)).toMatchObject({ onHand: 4, reserved: 0 });
  expect(await reservationOf(data)).toMatchObject({ status: 'FULFILLED' });
});

it('concurrent edits of orders with the same variants do not deadlock or oversell', async () => {
  const [a, b] = [await stock.stocked(20), await stock.stocked(20)];
  const all = await Promise.all(
    Array.from({ length: 10 }, (_, n) => reserved(n % 2 === 0 ? [a, 1] : [b, 1])),
  );
  await Promise.all(
    all.map((data, n) =>
      move(n % 2 === 0 ? editOf(data, 1, [b, 4], [a, 1]) : editOf(data, 1, [a, 4], [b, 1])),
    ),
  );
  const reservations = await stock.store.reservations(all.map(({ orderId }) => orderId));
  const held = (id: string) =>
    reservations
      .flatMap((one) => one?.lines ?? [])
      .reduce((sum, line) => (line.variantId === id ? sum + line.quantity : sum), 0);
  expect([await unitsOf(a), await unitsOf(b)]).toEqual([held(a), held(b)]);
  expect(Math.max(held(a), held(b))).toBeLessThanOrEqual(20);
});

it('a reservation is stated anew from the movements of its order, edits included', async () => {
  const { createStockRepairs } = await import('../prisma/repairs.ts');
  const [a, b] = [await stock.stocked(5), await stock.stocked(5)];
  const data = await reserved([a, 2], [b, 2]);
  await move(editOf(data, 1, [a, 3]));
  const before = await reservationOf(data);
  await stock.prisma.reservation.update({
    where: { orderId: data.orderId },
    data: { status: 'RELEASED', lines: [] },
  });
  await createStockRepairs(stock.pool).restate(data.orderId);
  expect(await reservationOf(data)).toMatchObject({
    status: before?.status,
    lines: before?.lines,
  });
});
