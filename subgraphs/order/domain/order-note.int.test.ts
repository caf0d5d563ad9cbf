import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newKey, newViewer, productData, shippingAddress, variantA } from '../testing/fixtures.ts';
import { openStores } from '../testing/open-stores.ts';
import { type AddOrderNoteInput, addOrderNote } from './add-order-note.ts';
import { maxNotes } from './order-note.ts';
import { placeOrder } from './place-order.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.projectProduct(productData());
});
afterAll(() => stores.close());

const staff = newViewer(['orders:read', 'orders:write']);
const place = async () => {
  const input = {
    lines: [{ variantId: variantA, quantity: 1 }],
    shippingAddress,
    idempotencyKey: newKey(),
  };
  return (await placeOrder(stores, newViewer(), input)).order.id;
};
const add = (orderId: string, change: Partial<AddOrderNoteInput> = {}) =>
  addOrderNote(stores.notes, staff, { orderId, note: 'rang', idempotencyKey: newKey(), ...change });
const notesOf = async (id: string) =>
  (await stores.notes.ofOrders([id]))[0]?.map(({ note }) => note);

it('notes are stored with their authors, oldest first, and leave the order unchanged', async () => {
  const [id, other] = [await place(), await place()];
  await add(id, { note: ' Rang twice.\nClosed 😀 ' });
  await add(id, { note: 'x'.repeat(1_000) });
  const [notes, otherNotes] = await stores.notes.ofOrders([id, other, 'unknown']);
  expect(notes).toMatchObject([
    { note: 'Rang twice.\nClosed 😀', authorId: staff.id, orderId: id },
    { note: 'x'.repeat(1_000) },
  ]);
  expect(otherNotes).toEqual([]);
  expect(await stores.orders.byIds([id])).toMatchObject([{ version: 1 }]);
  expect(await stores.savedTypes(id)).toEqual(['order.created.v1']);
});

it('repeated and concurrent requests with one key save one note', async () => {
  const id = await place();
  const idempotencyKey = newKey();
  await Promise.all([1, 2, 3].map(() => add(id, { idempotencyKey })));
  await add(id, { idempotencyKey });
  expect(await notesOf(id)).toEqual(['rang']);
  const other = () => add(id, { idempotencyKey, note: 'another' });
  expect(await refusalOf(other)).toEqual(['IDEMPOTENCY_CONFLICT idempotencyKey']);
});

it.each<[string, Partial<AddOrderNoteInput>]>([
  ['note', { note: '' }],
  ['note', { note: ' \n ' }],
  ['note', { note: 'x'.repeat(1_001) }],
  ['note', { note: 'a\0b' }],
  ['note', { note: '\ud800' }],
  ['idempotencyKey', { idempotencyKey: 'short' }],
])('a note with an invalid %s is refused', async (field, change) => {
  const id = await place();
  expect(await refusalOf(() => add(id, change))).toEqual([`INVALID_VALUE ${field}`]);
  expect(await notesOf(id)).toEqual([]);
});

it.each(['%', '', newId()])(
  'a note about an unknown order %j is refused and does not use up its key',
  async (orderId) => {
    const idempotencyKey = newKey();
    expect(await refusalOf(() => add(orderId, { idempotencyKey }))).toEqual(['NOT_FOUND orderId']);
    await add(await place(), { idempotencyKey });
  },
);

it('an order has at most 200 notes, also with concurrent requests', async () => {
  const id = await place();
  await stores.prisma.orderNote.createMany({
    data: Array.from({ length: maxNotes - 1 }, () => ({
      id: newId(),
      orderId: id,
      authorId: staff.id,
      note: 'rang',
      createdAt: new Date(),
    })),
  });
  const answers = await Promise.allSettled([1, 2, 3].map(() => add(id)));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await refusalOf(() => add(id))).toEqual(['LIMIT_REACHED orderId']);
});
