import type { EventType, ShopEvent } from './events/events.ts';

/** What changed, as subscribers name it (`topicOf`), and the entity that they read then. */
export type Update = {
  readonly topic: string;
  readonly id: string;
  /** Topics of its parts, as they are after the change. */
  readonly parts?: readonly string[];
};

/** Names of the topics that subscriptions follow. */
export const topicOf = {
  order: (id: string) => `order:${id}`,
  ordersOf: (customerId: string) => `orders of:${customerId}`,
  product: (id: string) => `product:${id}`,
  variant: (id: string) => `variant:${id}`,
  lowStock: () => 'low stock',
  sales: () => 'sales',
} as const;

type OrderData = { readonly orderId: string; readonly customerId?: string | undefined };

const ofOrder = ({ orderId: id, customerId }: OrderData): readonly Update[] => [
  { topic: topicOf.order(id), id },
  ...(customerId ? [{ topic: topicOf.ordersOf(customerId), id }] : []),
];
/** Of an order whose money has moved: the sales of a day change too, which are read by their day and not by an id. */
const ofSale = (data: OrderData): readonly Update[] => [
  ...ofOrder(data),
  { topic: topicOf.sales(), id: topicOf.sales() },
];
type ProductData = {
  readonly productId: string;
  readonly variants: readonly { readonly variantId: string }[];
};

const ofProduct = ({ productId: id, variants }: ProductData): readonly Update[] => [
  {
    topic: topicOf.product(id),
    id,
    parts: variants.map(({ variantId }) => topicOf.variant(variantId)),
  },
];

type Updates = { readonly [K in EventType]?: (data: ShopEvent<K>['data']) => readonly Update[] };

const updates = {
  'order.created.v1': ofOrder,
  'order.confirmed.v1': ofOrder,
  'order.rejected.v1': ofOrder,
  'order.paid.v1': ofSale,
  'order.edit_requested.v1': ofOrder,
  'order.edited.v1': ofOrder,
  'order.edit_rejected.v1': ofOrder,
  'order.cancelled.v1': ofOrder,
  'order.fulfilment_shipped.v1': ofOrder,
  'order.fulfilment_delivered.v1': ofOrder,
  'order.units_cancelled.v1': ofOrder,
  'order.shipped.v1': ofOrder,
  'order.delivered.v1': ofOrder,
  'order.return_updated.v1': ofOrder,
  'order.refunded.v1': ofSale,
  'order.claimed.v1': ofOrder,
  'order.document_issued.v1': ofOrder,
  'payment.authorised.v1': ofOrder,
  'payment.captured.v1': ofOrder,
  'payment.failed.v1': ofOrder,
  'payment.disputed.v1': ofOrder,
  // They change the reservation of an order.
  'stock.reserved.v1': ofOrder,
  'stock.rejected.v1': ofOrder,
  'stock.released.v1': ofOrder,
  'stock.edit_reserved.v1': ofOrder,
  'product.created.v1': ofProduct,
  'product.updated.v1': ofProduct,
  'stock.changed.v1': ({ variantId: id }) => [{ topic: topicOf.variant(id), id }],
  'stock.low.v1': ({ variantId: id }) => [{ topic: topicOf.lowStock(), id }],
} as const satisfies Updates;

export type UpdatingEvent = keyof typeof updates;

/** Events that subscriptions of clients wait for. Every gateway subscribes to all of them. */
export const updatingEvents = Object.keys(updates) as UpdatingEvent[];

/** Returns what an event changes for the subscribers of its topics. */
export const updatesBy = ({ type, data }: ShopEvent<UpdatingEvent>): readonly Update[] =>
  (updates[type] as (data: unknown) => readonly Update[])(data);
