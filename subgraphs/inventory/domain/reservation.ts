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
  readonly createdAt: Date;
};

/** Returns the units of a line that are still reserved. */
export const heldUnits = ({ quantity, shipped, released }: ReservedLine): number =>
  quantity - shipped - released;
