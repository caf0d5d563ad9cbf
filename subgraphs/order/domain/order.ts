import {
  emptyAsAbsent,
  type Money,
  moneyToMessage,
  type PostalAddress,
  refuse,
} from '@shop/domain';
import type { EventsOf } from '@shop/schema';
import { z } from 'zod';
import type { OrderEdit } from './edits/edit.ts';
import type { LineUnits, OrderLine, ShortLine } from './order-line.ts';
import type { Payment, Refund } from './payment.ts';
import type { Breakdown } from './pricing/breakdown.ts';
import { pricingMessage } from './pricing/pricing-message.ts';
import type { CancellationReasonCode } from './reason-codes.ts';
import type { Return } from './returns/return.ts';

export const orderStatuses = [
  'PENDING',
  'CONFIRMED',
  'REJECTED',
  'PAID',
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'DELIVERED',
  'CANCELLED',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** An order in one of these reserves stock, or is about to, and is not paid. */
export const unpaidStatuses: readonly OrderStatus[] = ['PENDING', 'CONFIRMED'];

/** An order in one of these is not wanted any more: it uses neither stock nor promotions. */
export const deadStatuses: readonly OrderStatus[] = ['REJECTED', 'CANCELLED'];

export type { LineUnits, OrderLine, ShortLine };

/** A parcel with units of an order. */
export type Fulfilment = {
  readonly id: string;
  readonly lines: readonly LineUnits[];
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly trackingUrl: string | null;
  /** When it was handed to the carrier. */
  readonly shippedAt: Date;
  readonly deliveredAt: Date | null;
};

/** The link to a guest's order in its e-mails: what verifies its token, and the token for the e-mails, encrypted. */
export type GuestLink = {
  readonly tokenHash: string;
  readonly sealedToken: string;
  readonly expiresAt: Date;
};

/** What verifies the tokens of a guest's order. The tokens themselves are not stored. */
export type Guest = {
  readonly tokenHash: string;
  readonly tokenSeed: string;
  readonly link: GuestLink;
};

export type Order = {
  readonly id: string;
  readonly number: string;
  /** For a guest's order, an id that belongs to no user. */
  readonly customerId: string;
  readonly guest: Guest | null;
  /** The member of staff who has placed it for the customer; null when customer or guest have. */
  readonly placedBy: string | null;
  readonly email: string;
  readonly shippingAddress: PostalAddress;
  readonly billingAddress: PostalAddress;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  /** What the customer pays. */
  readonly total: Money;
  /** What the total consists of; null when it is the sum of the lines. */
  readonly pricing: Breakdown | null;
  readonly shortLines: readonly ShortLine[];
  readonly payments: readonly Payment[];
  readonly refunds: readonly Refund[];
  /** Oldest first. */
  readonly fulfilments: readonly Fulfilment[];
  /** Units that staff have cancelled after others were shipped: they are not shipped any more. */
  readonly cancelledUnits: readonly LineUnits[];
  /** Oldest first. */
  readonly returns: readonly Return[];
  /** Oldest first. */
  readonly edits: readonly OrderEdit[];
  /** When a CONFIRMED order is cancelled unless it is paid before. */
  readonly expiresAt: Date | null;
  readonly cancelReason: string | null;
  /** Null when the reason was given in words only. */
  readonly cancelReasonCode: CancellationReasonCode | null;
  readonly placedAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
};

/** A new link and a new document change nothing in the order itself. */
type Besides = { readonly type: 'order.link_requested.v1' | 'order.document_issued.v1' };
type StatusChanged = { readonly type: 'order.updated.v1' };
/** The event of every change of status. */
export type OrderUpdated = Extract<EventsOf<'order'>, StatusChanged>;
/** The events that say what happened to an order. */
export type OrderEvent = Exclude<EventsOf<'order'>, Besides | StatusChanged>;

/** The statuses that may follow each status. Every other transition is refused. */
export const transitions: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  PENDING: ['CONFIRMED', 'REJECTED', 'CANCELLED'],
  CONFIRMED: ['PAID', 'CANCELLED'],
  REJECTED: [],
  PAID: ['PARTIALLY_SHIPPED', 'SHIPPED', 'CANCELLED'],
  PARTIALLY_SHIPPED: ['SHIPPED', 'DELIVERED'],
  SHIPPED: ['DELIVERED'],
  DELIVERED: [],
  CANCELLED: [],
};

export const canMove = (order: Order, to: OrderStatus): boolean =>
  transitions[order.status].includes(to);

/** Returns the order in its next status. Refuses ILLEGAL_TRANSITION when `transitions` does not list it. */
export function move(order: Order, to: OrderStatus): Order {
  if (canMove(order, to)) return { ...order, status: to };
  return refuse(
    'ILLEGAL_TRANSITION',
    `An order that is ${inWords(order.status)} cannot become ${inWords(to)}.`,
  );
}

/** `PARTIALLY_SHIPPED` -> `partially shipped`. */
export const inWords = (status: OrderStatus): string => status.toLowerCase().replace('_', ' ');

/** Returns the id of a line. */
export const lineIdOf = ({ id }: Pick<Order, 'id'>, variantId: string): string =>
  `${id}:${variantId}`;

/** Refuses NOT_FOUND: the order does not exist, or the requester may not know that it does. */
export const orderNotFound = (field = 'orderId'): never =>
  refuse('NOT_FOUND', 'There is no such order.', [field]);

/** The field `orderToken` of an input. */
export const orderTokenField = emptyAsAbsent(
  z.string().max(100, 'must have at most 100 characters'),
);

/** Returns lines as events carry them. */
export const orderLineMessages = (lines: readonly OrderLine[]) =>
  lines.map(({ slug: _, imageUrl: __, ...line }) => ({
    ...line,
    unitPrice: moneyToMessage(line.unitPrice),
  }));

/** The data that every order event carries. */
export const orderEventData = ({ id, number, customerId, guest, email, ...order }: Order) => ({
  orderId: id,
  number,
  customerId,
  email,
  total: moneyToMessage(order.total),
  ...(order.pricing && { pricing: pricingMessage(order.pricing) }),
  lines: orderLineMessages(order.lines),
  ...(guest && { sealedToken: guest.link.sealedToken }),
});
