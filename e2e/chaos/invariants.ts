import { queues } from '@shop/schema';
import { count, query } from './database.ts';
import { queueNames } from './faults.ts';
import type { Intent } from './intents.ts';
import { judgeOrders } from './order-invariants.ts';
import type { World } from './world.ts';

/** What must hold afterwards: every number but `orders` and `unsentMails` has to be 0 (report.ts). */
export type Verdict = {
  readonly orders: number;
  readonly lostOrders: number;
  readonly doubledOrders: number;
  readonly unfinishedOrders: number;
  readonly doubledPayments: number;
  /** Orders of which the provider holds more or less than it should. */
  readonly wrongMoney: number;
  readonly wrongTimelines: number;
  readonly oversold: number;
  readonly ledgerFaults: number;
  readonly reservationFaults: number;
  readonly doubledMovements: number;
  readonly lostEvents: number;
  readonly doubledMails: number;
  readonly lostMails: number;
  /** Interrupted between the note and the carrier's answer: the risk that is taken, for what was in hand. */
  readonly unsentMails: number;
};

/** Reads the databases of a shop that has come to rest. */
export async function judge(world: World, intents: readonly Intent[]): Promise<Verdict> {
  const { order, inventory, notification } = world.databaseUrls;
  const keys = intents.map(({ key }) => key);
  const orders = await query(order, `SELECT id, status FROM orders`);
  const ids = (...statuses: string[]) =>
    orders.filter(({ status }) => statuses.includes(status ?? '')).map(({ id }) => id);
  const { accepted } = world.mailServer;
  return {
    orders: orders.length,
    ...(await judgeOrders(order, keys)),
    oversold: await count(
      inventory,
      'SELECT 1 FROM stock WHERE reserved > on_hand OR reserved < 0',
    ),
    ledgerFaults: await count(
      inventory,
      `SELECT s.variant_id FROM stock s LEFT JOIN stock_movements m USING (variant_id)
       GROUP BY s.variant_id, s.on_hand, s.reserved
       HAVING s.on_hand <> coalesce(sum(m.on_hand_delta), 0) OR s.reserved <> coalesce(sum(m.reserved_delta), 0)`,
    ),
    reservationFaults: await count(
      inventory,
      `SELECT order_id FROM reservations WHERE (status = 'ACTIVE') <> (order_id = ANY($1::uuid[]))
         OR (status = 'FULFILLED') <> (order_id = ANY($2::uuid[]))
       UNION ALL SELECT wanted FROM unnest($1::uuid[] || $2::uuid[]) AS wanted
         WHERE NOT EXISTS (SELECT 1 FROM reservations WHERE order_id = wanted)`,
      [ids('CONFIRMED', 'PAID'), ids('SHIPPED', 'DELIVERED')],
    ),
    doubledMovements: await count(
      inventory,
      `SELECT 1 FROM stock_movements WHERE order_id IS NOT NULL
       GROUP BY order_id, variant_id, kind HAVING count(*) > 1`,
    ),
    lostEvents: await lostEvents(world),
    doubledMails: [...accepted.values()].filter((times) => times > 1).length,
    lostMails: await count(
      notification,
      `SELECT 1 FROM deliveries WHERE status IN ('FAILED', 'RETRY')
         OR status = 'SENT' AND NOT (event_id || '.' || template || '@shop' = ANY($1))`,
      [[...accepted.keys()].map((id) => (id.includes('@') ? id : `${id}@shop`))],
    ),
    unsentMails: await count(notification, `SELECT 1 FROM deliveries WHERE status = 'SENDING'`),
  };
}

/** Events that were said and that a consumer bound to their type has never handled. */
async function lostEvents({ databaseUrls }: World): Promise<number> {
  let lost = 0;
  for (const source of ['user', 'product', 'order', 'inventory']) {
    const said = await query(databaseUrls[source], 'SELECT id, type, published_at FROM outbox');
    lost += said.filter(({ published_at }) => published_at === null).length;
    for (const queue of queueNames) {
      const types: readonly string[] = queues[queue];
      const ids = said.filter(({ type }) => types.includes(type ?? '')).map(({ id }) => id ?? '');
      if (ids.length > 0) lost += ids.length - (await handled(databaseUrls, queue, ids));
    }
  }
  return lost;
}

function handled(urls: World['databaseUrls'], queue: string, ids: readonly string[]) {
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
