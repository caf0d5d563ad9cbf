import type { IdempotencyKey } from '@shop/domain';

/** What one of the staff noted about an order. */
export type OrderNote = {
  readonly id: string;
  readonly orderId: string;
  readonly authorId: string;
  readonly note: string;
  readonly createdAt: Date;
};

/** All of them are read at once, so there is an end to them. */
export const maxNotes = 200;

export type OrderNotes = {
  /** Saves a note, once per key. Refuses NOT_FOUND, LIMIT_REACHED, IDEMPOTENCY_CONFLICT. */
  add(note: OrderNote, key: IdempotencyKey): Promise<void>;
  /** Notes about each of these orders, oldest first. */
  ofOrders(orderIds: readonly string[]): Promise<OrderNote[][]>;
};
