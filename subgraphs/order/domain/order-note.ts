import type { IdempotencyKey } from '@shop/domain';

/** A note of a member of staff about an order. */
export type OrderNote = {
  readonly id: string;
  readonly orderId: string;
  readonly authorId: string;
  readonly note: string;
  readonly createdAt: Date;
};

/** The notes of an order are read all at once, so their number is limited. */
export const maxNotes = 200;

export type OrderNoteStore = {
  /** Saves a note; false when the key was used before. Refuses NOT_FOUND, LIMIT_REACHED, IDEMPOTENCY_CONFLICT. */
  add(note: OrderNote, key: IdempotencyKey): Promise<boolean>;
  /** Returns the notes of each of these orders, oldest first. */
  ofOrders(orderIds: readonly string[]): Promise<OrderNote[][]>;
};
