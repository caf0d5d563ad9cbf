import type { SqlDatabase } from '@shop/service/postgres';
import DataLoader from 'dataloader';
import type { Order } from '../domain/order.ts';
import { createOrderStore } from './order-store.ts';

const everyMs = 75;

/** Creates a read for requests that wait: one query every 75 ms, however many orders are waited for. */
export function createOrderPolls(
  database: SqlDatabase,
): (id: string) => Promise<Order | undefined> {
  const orders = createOrderStore(database);
  const polls = new DataLoader<string, Order | undefined>((ids) => orders.byIds(ids), {
    cache: false,
    batchScheduleFn: (run) => setTimeout(run, everyMs),
  });
  return (id) => polls.load(id);
}
