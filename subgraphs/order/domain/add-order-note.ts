import { idempotencyKeyField, longText, newId, newIdempotencyKey, validate } from '@shop/domain';
import { hasScope, type Viewer } from '@shop/schema';
import { z } from 'zod';
import { orderNotFound } from './order.ts';
import type { OrderNoteStore } from './order-note.ts';

const addOrderNoteInput = z.object({
  orderId: z.string(),
  note: longText(1_000).refine((note) => note !== '', 'must not be empty'),
  idempotencyKey: idempotencyKeyField,
});
export type AddOrderNoteInput = z.input<typeof addOrderNoteInput>;

/**
 * Saves a note about an order and returns the id of the order, which itself does not change.
 * Refuses INVALID_VALUE, NOT_FOUND, LIMIT_REACHED, IDEMPOTENCY_CONFLICT.
 */
export async function addOrderNote(
  notes: OrderNoteStore,
  staff: Viewer,
  input: AddOrderNoteInput,
  now = new Date(),
): Promise<string> {
  const request = validate(addOrderNoteInput, input);
  const { orderId, note } = request;
  const saved = await notes.add(
    { id: newId(), orderId, authorId: staff.id, note, createdAt: now },
    newIdempotencyKey('addOrderNote', staff.id, request),
  );
  // A replay is judged by the rights of today.
  if (!saved && !hasScope(staff, 'orders:read')) orderNotFound();
  return orderId;
}
