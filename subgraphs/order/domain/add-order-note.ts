import { idempotencyKeyField, longText, newId, newIdempotencyKey, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { OrderNotes } from './order-note.ts';

const addOrderNoteInput = z.object({
  orderId: z.string(),
  note: longText(1_000).refine((note) => note !== '', 'must not be empty'),
  idempotencyKey: idempotencyKeyField,
});
export type AddOrderNoteInput = z.input<typeof addOrderNoteInput>;

/**
 * Notes something about an order and answers with the order's id. Nothing happens to the order.
 * Refuses INVALID_VALUE, NOT_FOUND, LIMIT_REACHED, IDEMPOTENCY_CONFLICT.
 */
export async function addOrderNote(
  notes: OrderNotes,
  staff: Viewer,
  input: AddOrderNoteInput,
  now = new Date(),
): Promise<string> {
  const request = validate(addOrderNoteInput, input);
  const { orderId, note } = request;
  await notes.add(
    { id: newId(), orderId, authorId: staff.id, note, createdAt: now },
    newIdempotencyKey('addOrderNote', staff.id, request),
  );
  return orderId;
}
