import { type Check, events, type Finding, repair } from '../check.ts';
import { type Compared, compareRows } from '../compare-rows.ts';

type Value = {
  readonly status?: string;
  readonly customer?: string;
  readonly ordered?: number;
  readonly isEdited?: boolean;
  readonly shipped?: number;
  readonly cancelled?: number;
  readonly returned?: number;
};

/** The sum of a field of JSON rows. */
const sum = (rows: string, path: string, field: string): string =>
  `(SELECT coalesce(sum((row->>'${field}')::int), 0) FROM jsonb_path_query(${rows}, '${path}') row)`;

const orders = `
  SELECT id, jsonb_build_object('status', status, 'customer', customer_id,
    'ordered', (SELECT sum(quantity) FROM order_lines WHERE order_id = orders.id),
    'isEdited', jsonb_path_exists(edits, '$[*] ? (@.status == "PENDING")'),
    'shipped', ${sum('fulfilments', '$[*].lines[*]', 'quantity')},
    'cancelled', ${sum('cancelled_units', '$[*]', 'quantity')},
    'returned', ${sum('returns', '$[*].lines[*]', 'restocked')}) AS value
  FROM orders ORDER BY id`;
const reservations = `
  SELECT order_id AS id, jsonb_build_object('status', status, 'customer', customer_id,
    'ordered', ${sum('lines', '$[*]', 'quantity')},
    'shipped', ${sum('lines', '$[*]', 'shipped')},
    'cancelled', ${sum('lines', '$[*]', 'released')},
    'returned', ${sum('lines', '$[*]', 'restocked')}) AS value
  FROM reservations ORDER BY order_id`;

/** The statuses that the reservation of an order may have while it has this one. */
const allowed: Readonly<Record<string, readonly (string | undefined)[]>> = {
  PENDING: [undefined],
  CONFIRMED: ['ACTIVE'],
  PAID: ['ACTIVE'],
  PARTIALLY_SHIPPED: ['ACTIVE'],
  SHIPPED: ['FULFILLED'],
  DELIVERED: ['FULFILLED'],
  CANCELLED: ['RELEASED', 'REJECTED', undefined],
  REJECTED: ['REJECTED', 'RELEASED', undefined],
};

const replayToInventory = (id: string, type: string): string =>
  events(
    'replay order',
    `--type ${type}`,
    '--to inventory.orders',
    `--subject ${id} --again --yes`,
  );

/** What brings order and reservation together again. */
function repairOf(id: string, order: string | undefined, reservation: string | undefined): string {
  if (order === undefined || order === 'CANCELLED' || order === 'REJECTED') {
    return repair('release-reservation', id);
  }
  if (order === 'PENDING') {
    const type = reservation === 'ACTIVE' ? 'stock.reserved.v1' : 'stock.rejected.v1';
    return events(`replay inventory --type ${type} --to order.stock --subject ${id} --again --yes`);
  }
  if (reservation === undefined) return replayToInventory(id, 'order.created.v1');
  if (reservation === 'ACTIVE') return replayToInventory(id, 'order.shipped.v1');
  return `Its units are not reserved any more: cancel order ${id} as staff (cancelOrder), which refunds it.`;
}

function findingOf(id: string, order?: Value, reservation?: Value): Finding | undefined {
  const [status, held] = [order?.status, reservation?.status];
  // Released before its order was known, or left over from one that is deleted: it holds nothing.
  if (status === undefined && held !== 'ACTIVE') return undefined;
  if (status === undefined || !allowed[status]?.includes(held)) {
    return {
      subject: id,
      fault: `Order ${id} is ${status ?? 'unknown'}, its reservation is ${held ?? 'missing'}.`,
      repair: repairOf(id, status, held),
    };
  }
  if (held === undefined) return undefined;
  return (
    linesFinding(id, order, reservation) ??
    unitsFinding(id, order, reservation) ??
    returnFinding(id, order, reservation) ??
    customerFinding(id, order, reservation)
  );
}

/** The lines of a reservation are those of its order, unless inventory has just answered an edit. */
function linesFinding(id: string, order: Value = {}, reservation: Value = {}): Finding | undefined {
  const isSame = order.ordered === reservation.ordered || order.isEdited;
  if (isSame || !['CONFIRMED', 'PAID'].includes(order.status ?? '')) return undefined;
  const fault = `Order ${id} has ${order.ordered} units, its reservation ${reservation.ordered}.`;
  return { subject: id, fault, repair: replayToInventory(id, 'order.edit_requested.v1') };
}

/** Units that were shipped, or cancelled after others were shipped, leave the reservation. */
function unitsFinding(id: string, order: Value = {}, reservation: Value = {}): Finding | undefined {
  const { status = '', shipped, cancelled } = order;
  const isSame = shipped === reservation.shipped && cancelled === reservation.cancelled;
  if (isSame || !['PARTIALLY_SHIPPED', 'SHIPPED', 'DELIVERED'].includes(status)) return undefined;
  const fault =
    `Order ${id} has shipped ${shipped} units and cancelled ${cancelled}, ` +
    `its reservation ${reservation.shipped} and ${reservation.cancelled}.`;
  return { subject: id, fault, repair: replayToInventory(id, 'order.fulfilment_shipped.v1') };
}

/** Units that came back, to be sold again, are in stock. */
function returnFinding(
  id: string,
  { returned = 0 }: Value = {},
  { returned: restocked = 0 }: Value = {},
): Finding | undefined {
  if (returned === restocked) return undefined;
  const fault = `Of order ${id} ${returned} units came back to be sold again, its reservation has ${restocked}.`;
  return { subject: id, fault, repair: replayToInventory(id, 'order.return_updated.v1') };
}

function customerFinding(id: string, order?: Value, reservation?: Value): Finding | undefined {
  if (order?.customer === reservation?.customer) return undefined;
  return {
    subject: id,
    fault: `Order ${id} belongs to customer ${order?.customer}, its reservation to ${reservation?.customer}.`,
    repair: repair('claim-reservation', id),
  };
}

/** Each reservation belongs to an order that is in a status which holds it. */
export const reservationOrders: Check = {
  name: 'reservations',
  rule: 'A reservation is active while units of its order are to be shipped, counts those that were and that came back, and belongs to its customer.',
  async *find({ database }) {
    const found = compareRows(
      database('order').rows<Compared>(orders),
      database('inventory').rows<Compared>(reservations),
      () => true,
    );
    for await (const { id, source, copy } of found) {
      const finding = findingOf(id, source, copy);
      if (finding) yield finding;
    }
  },
};
