import type { Order } from '../order.ts';
import type { NewDocument, OrderDocument } from './document.ts';

export type DocumentStore = {
  /**
   * Issues documents of an order as long as `decide` returns one that is due, in one transaction. Each has the next
   * number of its kind: counted under a lock and saved with the document, so that no number is missing or used twice.
   * Does nothing for an unknown order.
   */
  issue(
    orderId: string,
    decide: (order: Order, issued: readonly OrderDocument[]) => NewDocument | undefined,
  ): Promise<void>;
  byId(id: string): Promise<OrderDocument | undefined>;
  /** Returns the documents of each of these orders, oldest first. */
  ofOrders(orderIds: readonly string[]): Promise<OrderDocument[][]>;
};
