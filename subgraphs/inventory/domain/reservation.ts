export type Quantity = { readonly variantId: string; readonly quantity: number };

/** Units that were reserved for a line of an order, and what became of them. */
export type ReservedLine = Quantity & {
  readonly shipped: number;
  readonly released: number;
  /** Shipped units that came back into stock. */
  readonly restocked: number;
};

export type Reservation = {
  readonly orderId: string;
  readonly customerId: string;
  /** ACTIVE until every unit is shipped (FULFILLED) or released. */
  readonly status: 'ACTIVE' | 'REJECTED' | 'RELEASED' | 'FULFILLED';
  readonly lines: readonly ReservedLine[];
  /** Number of the last edit of the order that was answered; 0 before the first. */
  readonly editNumber: number;
  readonly createdAt: Date;
};

/** Returns a line of which nothing was shipped or released. */
export const reservedLine = ({ variantId, quantity }: Quantity): ReservedLine => ({
  ...{ variantId, quantity, shipped: 0, released: 0, restocked: 0 },
});

/** Returns the units of a line that are still reserved. */
export const heldUnits = ({ quantity, shipped, released }: ReservedLine): number =>
  quantity - shipped - released;
