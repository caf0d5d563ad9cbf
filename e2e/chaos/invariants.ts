import { declaredQueues, mailedByParcels } from '@shop/schema';
import type { ChaosShop } from './chaos-shop.ts';
import { count, query } from './database.ts';
import { queueNames } from './faults.ts';
import { checkOrders, unitsOfParcels } from './order-invariants.ts';
import type { OrderPlan } from './order-plans.ts';

/** What the invariants are read from. */
type Examined = Pick<ChaosShop, 'databaseUrls' | 'mailServer'>;

/** Numbers of violations. All but `orders` and `unsentEmails` must be 0 (report.ts). */
export type Invariants = {
  readonly orders: number;
  readonly lostOrders: number;
  readonly duplicateOrders: number;
  readonly unfinishedOrders: number;
  readonly duplicatePayments: number;
  /** Orders of which the provider holds another amount than it should. */
  readonly wrongAmounts: number;
  readonly wrongRefunds: number;
  readonly wrongTimelines: number;
  /** Orders whose parcels have more than was ordered, or another status than their order. */
  readonly wrongParcels: number;
  /** Lines whose returned units were not shipped or are not refunded. */
  readonly wrongReturns: number;
  /** Uses of promotions and vouchers that are not those of living orders. */
  readonly wrongGiftCards: number;
  readonly wrongRedemptions: number;
  readonly oversold: number;
  readonly wrongLedgers: number;
  readonly wrongReservations: number;
  readonly duplicateMovements: number;
  /** Lines whose parcels and returns are not the movements of stock. */
  readonly wrongShipments: number;
  readonly lostEvents: number;
  readonly duplicateEmails: number;
  readonly lostEmails: number;
  /** Interrupted between recording and sending: tolerated for the e-mails in progress at a kill. */
  readonly unsentEmails: number;
};

/** Checks the databases of a settled shop. */
export async function checkInvariants(
  shop: Examined,
  plans: readonly OrderPlan[],
): Promise<Invariants> {
  const { order, inventory } = shop.databaseUrls;
  const orders = await query(order, `SELECT id, status FROM orders`);
  const ids = (...statuses: string[]) =>
    orders.filter(({ status }) => statuses.includes(status ?? '')).map(({ id }) => id);
  return {
    orders: orders.length,
    ...(await checkOrders(
      order,
      plans.map(({ key }) => key),
    )),
    oversold: await count(
      inventory,
      'SELECT 1 FROM stock WHERE reserved > on_hand OR reserved < 0',
    ),
    wrongLedgers: await count(
      inventory,
      `SELECT s.variant_id FROM stock s LEFT JOIN stock_movements m USING (variant_id)
       GROUP BY s.variant_id, s.on_hand, s.reserved
       HAVING s.on_hand <> coalesce(sum(m.on_hand_delta), 0) OR s.reserved <> coalesce(sum(m.reserved_delta), 0)`,
    ),
    wrongReservations: await count(
      inventory,
      `SELECT order_id FROM reservations WHERE (status = 'ACTIVE') <> (order_id = ANY($1::uuid[]))
         OR (status = 'FULFILLED') <> (order_id = ANY($2::uuid[]))
       UNION ALL SELECT expected FROM unnest($1::uuid[] || $2::uuid[]) AS expected
         WHERE NOT EXISTS (SELECT 1 FROM reservations WHERE order_id = expected)`,
      [ids('CONFIRMED', 'PAID', 'PARTIALLY_SHIPPED'), ids('SHIPPED', 'DELIVERED')],
    ),
    duplicateMovements: await count(
      inventory,
      `SELECT 1 FROM stock_movements WHERE order_id IS NOT NULL
       GROUP BY order_id, variant_id HAVING sum(reserved_delta) < 0
         OR count(*) FILTER (WHERE kind = 'RESERVE') > 1 OR count(*) FILTER (WHERE kind = 'RELEASE') > 1`,
    ),
    wrongShipments: await countWrongShipments(shop),
    lostEvents: await countLostEvents(shop),
    ...(await checkEmails(shop)),
  };
}

/** Counts lines whose units in parcels, cancelled beside them, or returned, are not those of the movements. */
async function countWrongShipments({ databaseUrls: { order, inventory } }: Examined) {
  const shipped = new Set(await unitsOfParcels(order));
  const moved = await query(
    inventory,
    `SELECT concat_ws(' ', order_id, variant_id, -coalesce(sum(reserved_delta) FILTER (WHERE kind = 'SHIP'), 0),
       -coalesce(sum(reserved_delta) FILTER (WHERE kind = 'RELEASE'), 0),
       coalesce(sum(on_hand_delta) FILTER (WHERE kind = 'RETURN'), 0)) AS units
     FROM stock_movements m WHERE EXISTS (
       SELECT FROM stock_movements s WHERE s.order_id = m.order_id AND s.kind = 'SHIP')
     GROUP BY order_id, variant_id
     -- An edit may have taken the variant away.
     HAVING sum(reserved_delta) FILTER (WHERE kind IN ('RESERVE', 'EDIT')) > 0`,
  );
  const extra = moved.filter(({ units }) => !shipped.delete(units ?? ''));
  return extra.length + shipped.size;
}

async function checkEmails({ databaseUrls, mailServer: { accepted } }: Examined) {
  const { notification } = databaseUrls;
  return {
    duplicateEmails: [...accepted.values()].filter((times) => times > 1).length,
    lostEmails: await count(
      notification,
      `SELECT 1 FROM deliveries WHERE status IN ('FAILED', 'RETRY')
         OR status = 'SENT' AND NOT (event_id || '.' || template || '@shop' = ANY($1))`,
      [[...accepted.keys()].map((id) => (id.includes('@') ? id : `${id}@shop`))],
    ),
    unsentEmails: await count(notification, `SELECT 1 FROM deliveries WHERE status = 'SENDING'`),
  };
}

/** Counts events that were not published, and those that a subscriber has not handled. */
async function countLostEvents({ databaseUrls }: Pick<ChaosShop, 'databaseUrls'>): Promise<number> {
  let lost = 0;
  for (const source of ['user', 'product', 'order', 'inventory']) {
    const events = await query(databaseUrls[source], 'SELECT id, type, published_at FROM outbox');
    lost += events.filter(({ published_at }) => published_at === null).length;
    for (const queue of queueNames) {
      const types: readonly string[] = (declaredQueues[queue] ?? []).filter(
        (type) => queue !== 'notification.mail' || !mailedByParcels.includes(type),
      );
      const ids = events.filter(({ type }) => types.includes(type ?? '')).map(({ id }) => id ?? '');
      if (ids.length > 0) lost += ids.length - (await countHandled(databaseUrls, queue, ids));
    }
  }
  return lost;
}

function countHandled(urls: ChaosShop['databaseUrls'], queue: string, ids: readonly string[]) {
  const [consumer = ''] = queue.split('.');
  return consumer === 'notification'
    ? count(
        urls[consumer],
        'SELECT DISTINCT event_id FROM deliveries WHERE event_id = ANY($1::uuid[])',
        [ids],
      )
    : count(urls[consumer], 'SELECT 1 FROM inbox WHERE queue = $2 AND event_id = ANY($1::uuid[])', [
        ids,
        queue,
      ]);
}
