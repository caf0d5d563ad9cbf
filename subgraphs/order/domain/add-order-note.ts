import { idempotencyKeyField, newId, newIdempotencyKey, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { OrderNotes } from './order-note.ts';

const addOrderNoteInput = z.object({
  orderId: z.string(),
  note: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(1_000, 'must have at most 1000 characters')
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, 'must have no control characters but line breaks'),
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
