import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newCustomer, openStores, product, variantA } from '../testing/database.ts';
import { type AddOrderNoteInput, addOrderNote } from './add-order-note.ts';
import { maxNotes } from './order-note.ts';
import { placeOrder } from './place-order.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.learn(product());
});
afterAll(() => stores.close());

const staff = newCustomer(['orders:write']);
const key = () => `key-${newId()}`;
const place = async () => {
  const input = { lines: [{ variantId: variantA, quantity: 1 }], idempotencyKey: key() };
  return (await placeOrder(stores, newCustomer(), input)).order.id;
};
const add = (orderId: string, change: Partial<AddOrderNoteInput> = {}) =>
  addOrderNote(stores.notes, staff, { orderId, note: 'rang', idempotencyKey: key(), ...change });
const notesOf = async (id: string) =>
  (await stores.notes.ofOrders([id]))[0]?.map(({ note }) => note);

it('notes are kept with who wrote them, oldest first, and change nothing else', async () => {
  const [id, other] = [await place(), await place()];
  await add(id, { note: ' Rang twice.\nNobody there 😀 ' });
  await add(id, { note: 'x'.repeat(1_000) });
  const [notes, none] = await stores.notes.ofOrders([id, other, 'none']);
  expect(notes).toMatchObject([
    { note: 'Rang twice.\nNobody there 😀', authorId: staff.id, orderId: id },
    { note: 'x'.repeat(1_000) },
  ]);
  expect(none).toEqual([]);
  expect(await stores.orders.byIds([id])).toMatchObject([{ version: 1 }]);
  expect(await stores.said(id)).toEqual(['order.created.v1']);
});

it('with one key there is one note, however often and at once it is asked for', async () => {
  const id = await place();
  const idempotencyKey = key();
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
])('a bad %s is refused', async (field, change) => {
  const id = await place();
  expect(await refusalOf(() => add(id, change))).toEqual([`INVALID_VALUE ${field}`]);
  expect(await notesOf(id)).toEqual([]);
});

it.each(['%', '', newId()])('an order %j that is not there has no notes', async (orderId) => {
  const idempotencyKey = key();
  expect(await refusalOf(() => add(orderId, { idempotencyKey }))).toEqual(['NOT_FOUND orderId']);
  // A refusal does not use the key up.
  await add(await place(), { idempotencyKey });
});

it('there is an end to the notes of an order, also for many at once', async () => {
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
