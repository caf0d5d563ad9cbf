import { constraint, refuse } from '@shop/domain';
import {
  type Fulfilment,
  type LineUnits,
  move,
  type Order,
  type OrderEvent,
  orderEventData,
} from './order.ts';

/** So many parcels an order can have. */
export const maxFulfilments = 100;

const unitsOf = (lines: readonly LineUnits[], variantId: string): number =>
  lines.reduce((sum, line) => (line.variantId === variantId ? sum + line.quantity : sum), 0);

/** Returns the units of a line that were shipped. */
export const shippedUnits = ({ fulfilments }: Order, variantId: string): number =>
  fulfilments.reduce((sum, { lines }) => sum + unitsOf(lines, variantId), 0);

/** Returns the units of a line that were cancelled after others were shipped. */
export const cancelledUnits = (order: Order, variantId: string): number =>
  unitsOf(order.cancelledUnits, variantId);

/** Returns the units of a line that are neither shipped nor cancelled. */
export const unitsToShip = (order: Order, { variantId, quantity }: LineUnits): number =>
  quantity - shippedUnits(order, variantId) - cancelledUnits(order, variantId);

/** Returns all units that are neither shipped nor cancelled. */
export const linesToShip = (order: Order): LineUnits[] =>
  order.lines.flatMap(({ variantId, quantity }) => {
    const left = unitsToShip(order, { variantId, quantity });
    return left > 0 ? [{ variantId, quantity: left }] : [];
  });

export const isDelivered = ({ deliveredAt }: Fulfilment): boolean => deliveredAt !== null;

/** Returns the order in the status that its parcels give it. Refuses ILLEGAL_TRANSITION. */
function withStatusOfParcels(order: Order): Order {
  const isShipped = linesToShip(order).length === 0;
  const shipped = order.fulfilments.every(isDelivered) ? 'DELIVERED' : 'SHIPPED';
  const status = isShipped ? shipped : 'PARTIALLY_SHIPPED';
  return status === order.status ? order : move(order, status);
}

/** The data about parcels that events carry beside those of the order. */
export const unitsSoFar = (order: Order) =>
  order.lines.map(({ variantId }) => ({
    variantId,
    shipped: shippedUnits(order, variantId),
    cancelled: cancelledUnits(order, variantId),
  }));

/** Returns the data of an event about one parcel. */
const fulfilmentData = (order: Order, { id, lines, carrier, trackingNumber }: Fulfilment) => ({
  ...{ ...orderEventData(order), fulfilmentId: id, fulfilmentLines: [...lines] },
  ...{ unitsSoFar: unitsSoFar(order), carrier, trackingNumber },
});

const shippedEvent = (order: Order, fulfilment: Fulfilment): OrderEvent => ({
  type: 'order.fulfilment_shipped.v1',
  subject: order.id,
  data: { ...fulfilmentData(order, fulfilment), trackingUrl: fulfilment.trackingUrl },
});

const deliveredEvent = (order: Order, fulfilment: Fulfilment): OrderEvent => ({
  type: 'order.fulfilment_delivered.v1',
  subject: order.id,
  data: fulfilmentData(order, fulfilment),
});

/** Returns the events of an order that parcels have brought from `before` to SHIPPED or DELIVERED. */
function finalEvents(before: Order, next: Order): OrderEvent[] {
  const data = { ...orderEventData(next), unitsSoFar: unitsSoFar(next) };
  const last = next.fulfilments.at(-1);
  if (!last || next.status === before.status || next.status === 'PARTIALLY_SHIPPED') return [];
  const { carrier, trackingNumber, trackingUrl } = last;
  const subject = next.id;
  const tracking = { carrier, trackingNumber, trackingUrl };
  const events: OrderEvent[] = [];
  if (before.status !== 'SHIPPED') {
    events.push({ type: 'order.shipped.v1', subject, data: { ...data, ...tracking } });
  }
  if (next.status === 'DELIVERED') events.push({ type: 'order.delivered.v1', subject, data });
  return events;
}

/** An order with the events that led to it. */
type Progress = { readonly next: Order; readonly events: readonly OrderEvent[] };

/** Returns the order with another parcel. Refuses ILLEGAL_TRANSITION, LIMIT_REACHED. */
export function withFulfilment(order: Order, fulfilment: Fulfilment): Progress {
  if (order.fulfilments.length >= maxFulfilments) {
    const message = `An order has at most ${maxFulfilments} parcels.`;
    refuse('LIMIT_REACHED', message, ['orderId'], constraint('TOO_MANY', maxFulfilments));
  }
  const fulfilments = [...order.fulfilments, fulfilment];
  const next = withStatusOfParcels({ ...order, fulfilments });
  return { next, events: [shippedEvent(next, fulfilment), ...finalEvents(order, next)] };
}

/** Returns the order with these parcels delivered. */
export function withDelivered(order: Order, delivered: readonly Fulfilment[], at: Date): Progress {
  const fulfilments = order.fulfilments.map((one) =>
    delivered.includes(one) ? { ...one, deliveredAt: at } : one,
  );
  const next = withStatusOfParcels({ ...order, fulfilments });
  const events = delivered.map((one) => deliveredEvent(next, one));
  return { next, events: [...events, ...finalEvents(order, next)] };
}

/** Returns the order without these units, which are not shipped any more, and the events of its new status. */
export function withoutUnits(order: Order, units: readonly LineUnits[]): Progress {
  const next = withStatusOfParcels({
    ...order,
    cancelledUnits: [...order.cancelledUnits, ...units],
  });
  return { next, events: finalEvents(order, next) };
}
