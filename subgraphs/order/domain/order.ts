import { type Fact, type Money, moneyToMessage, refuse } from '@shop/schema';

export type OrderStatus = 'PENDING' | 'CONFIRMED' | 'REJECTED' | 'PAID' | 'CANCELLED';

export type OrderLine = {
  readonly variantId: string;
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  readonly unitPrice: Money;
};

export type ShortLine = {
  readonly variantId: string;
  readonly requested: number;
  readonly available: number;
};

export type Payment = {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly status: 'PENDING' | 'CAPTURED' | 'FAILED';
  readonly amount: Money;
  readonly failureCode: string | null;
  readonly createdAt: Date;
};

export type Order = {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly email: string;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly shortLines: readonly ShortLine[];
  readonly payments: readonly Payment[];
  readonly cancelReason: string | null;
  readonly placedAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
};

export type OrderEvent = Fact<
  | 'order.created.v1'
  | 'order.confirmed.v1'
  | 'order.rejected.v1'
  | 'order.paid.v1'
  | 'order.cancelled.v1'
  | 'payment.failed.v1'
>;

/** From each status, where an order may go. What is not here is refused. */
export const transitions: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  PENDING: ['CONFIRMED', 'REJECTED', 'CANCELLED'],
  CONFIRMED: ['PAID', 'CANCELLED'],
  REJECTED: [],
  PAID: [],
  CANCELLED: [],
};

export const canMove = (order: Order, to: OrderStatus): boolean =>
  transitions[order.status].includes(to);

/** The order in its next status. Refuses moves the table does not have. */
export function move(order: Order, to: OrderStatus): Order {
  if (canMove(order, to)) return { ...order, status: to };
  return refuse('ILLEGAL_TRANSITION', `An order that is ${order.status} cannot become ${to}.`);
}

/** What every order event says of the order. */
export const orderMessage = ({ id, number, customerId, email, total, lines }: Order) => ({
  orderId: id,
  number,
  customerId,
  email,
  total: moneyToMessage(total),
  lines: lines.map((line) => ({ ...line, unitPrice: moneyToMessage(line.unitPrice) })),
});
