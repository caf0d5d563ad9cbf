import { type Address, type Money, moneyToMessage, refuse } from '@shop/domain';
import type { EventsOf } from '@shop/schema';
import { z } from 'zod';
import type { Payment, Refund } from './payment.ts';

export type OrderStatus =
  | 'PENDING'
  | 'CONFIRMED'
  | 'REJECTED'
  | 'PAID'
  | 'SHIPPED'
  | 'DELIVERED'
  | 'CANCELLED';

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

export type Shipment = {
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly trackingUrl: string | null;
  readonly shippedAt: Date;
};

/** How the token of a guest's order is known again. The token itself is stored nowhere. */
export type Guest = { readonly tokenHash: string; readonly tokenSeed: string };

export type Order = {
  readonly id: string;
  readonly number: string;
  /** For a guest's order an id that is nobody's. */
  readonly customerId: string;
  readonly guest: Guest | null;
  readonly email: string;
  readonly shippingAddress: Address | null;
  readonly billingAddress: Address | null;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly shortLines: readonly ShortLine[];
  readonly payments: readonly Payment[];
  readonly refunds: readonly Refund[];
  readonly shipment: Shipment | null;
  /** When a CONFIRMED order is cancelled unless it is paid. */
  readonly expiresAt: Date | null;
  readonly cancelReason: string | null;
  readonly placedAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
};

export type OrderEvent = EventsOf<'order'>;

/** A decision: the state to save and the events to say, together or not at all. */
export type OrderChange = { readonly next: Order; readonly events: readonly OrderEvent[] };

/** From each status, where an order may go. What is not here is refused. */
export const transitions: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  PENDING: ['CONFIRMED', 'REJECTED', 'CANCELLED'],
  CONFIRMED: ['PAID', 'CANCELLED'],
  REJECTED: [],
  PAID: ['SHIPPED', 'CANCELLED'],
  SHIPPED: ['DELIVERED'],
  DELIVERED: [],
  CANCELLED: [],
};

export const canMove = (order: Order, to: OrderStatus): boolean =>
  transitions[order.status].includes(to);

/** The order in its next status. Refuses moves the table does not have. */
export function move(order: Order, to: OrderStatus): Order {
  if (canMove(order, to)) return { ...order, status: to };
  return refuse('ILLEGAL_TRANSITION', `An order that is ${order.status} cannot become ${to}.`);
}

/** Refuses what is no order, or not the caller's. */
export const noSuchOrder = (): never => refuse('NOT_FOUND', 'You have no such order.', ['orderId']);

/** The field `orderToken` of an input. */
export const orderTokenField = z.string().max(100, 'must have at most 100 characters').nullish();

/** What every order event says of the order. */
export const orderMessage = ({ id, number, customerId, email, total, lines }: Order) => ({
  orderId: id,
  number,
  customerId,
  email,
  total: moneyToMessage(total),
  lines: lines.map((line) => ({ ...line, unitPrice: moneyToMessage(line.unitPrice) })),
});
