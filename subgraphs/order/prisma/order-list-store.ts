import { inOrder, toPage } from '@shop/domain';
import type { SqlDatabase } from '@shop/service/postgres';
import type { OrderListStore } from '../domain/order-list.ts';
import type { Databases } from './client.ts';
import { countQuery, customerCountsQuery, customersQuery, pageQuery } from './order-list-sql.ts';
import { readOrders, readOrdersOfNumbers } from './read-orders.ts';

type Row = { readonly id: string; readonly key: string[] };
type IdRow = { readonly id: string };

/** Creates the lists of orders. */
export const createOrderListStore = ({ sql }: Pick<Databases, 'sql'>): OrderListStore => ({
  async page(list, request) {
    const found = await sql.queryUnprepared<Row>(pageQuery(list, request));
    const { rows: listed, more } = toPage(found, request);
    const ids = listed.map(({ id }) => id);
    const orders = await ordersOf(sql, ids);
    return {
      rows: listed.flatMap(({ key }, n) => {
        const order = orders[n];
        return order ? [{ order, key }] : [];
      }),
      more,
    };
  },

  async count(filter) {
    const [row] = await sql.queryUnprepared<{ count: string }>(countQuery(filter));
    return Number(row?.count ?? 0);
  },

  async ofCustomers(customerIds, filter, page) {
    const found = await sql.queryUnprepared<IdRow>(customersQuery(customerIds, filter, page));
    const ids = found.map(({ id }) => id);
    const orders = await ordersOf(sql, ids);
    return customerIds.map((customerId) => {
      const own = orders.flatMap((order) => (order?.customerId === customerId ? [order] : []));
      return toPage(own, page);
    });
  },

  async countsOf(customerIds, filter) {
    const query = customerCountsQuery(customerIds, filter);
    const counts = await sql.queryUnprepared<IdRow & { count: string }>(query);
    return inOrder(customerIds, counts, ({ id }) => id).map((row) => Number(row?.count ?? 0));
  },

  async byNumbers(numbers) {
    const wellFormed = numbers.filter((number) => /^\d{4}-\d{6,12}$/.test(number));
    return inOrder(numbers, await readOrdersOfNumbers(sql, wellFormed), ({ number }) => number);
  },
});

async function ordersOf(sql: SqlDatabase, ids: readonly string[]) {
  const stored = await readOrders(sql, ids);
  return inOrder(
    ids,
    stored.map(({ order }) => order),
    ({ id }) => id,
  );
}
