import { inOrder, isId, toPage } from '@shop/domain';
import type { OrderListStore } from '../domain/order-list.ts';
import type { Database } from './client.ts';
import { countQuery, customersQuery, pageQuery } from './order-list-sql.ts';
import { toOrder, withRelations } from './order-rows.ts';

type Row = { readonly id: string; readonly key: string[] };
type IdRow = { readonly id: string };

/** Creates the lists of orders on Prisma. */
export const createOrderListStore = (database: Database): OrderListStore => ({
  async page(list, request) {
    const found = await database.$queryRaw<Row[]>(pageQuery(list, request));
    const { rows: listed, more } = toPage(found, request);
    const ids = listed.map(({ id }) => id);
    const rows = await database.order.findMany({ where: { id: { in: ids } }, ...withRelations });
    const orders = inOrder(ids, rows.map(toOrder), ({ id }) => id);
    return {
      rows: listed.flatMap(({ key }, n) => {
        const order = orders[n];
        return order ? [{ order, key }] : [];
      }),
      more,
    };
  },

  async count(filter) {
    const [row] = await database.$queryRaw<{ count: bigint }[]>(countQuery(filter));
    return Number(row?.count ?? 0);
  },

  async ofCustomers(customerIds, statuses, page) {
    const found = await database.$queryRaw<IdRow[]>(customersQuery(customerIds, statuses, page));
    const ids = found.map(({ id }) => id);
    const rows = await database.order.findMany({ where: { id: { in: ids } }, ...withRelations });
    const orders = inOrder(ids, rows.map(toOrder), ({ id }) => id);
    return customerIds.map((customerId) => {
      const own = orders.flatMap((order) => (order?.customerId === customerId ? [order] : []));
      return toPage(own, page);
    });
  },

  async countsOf(customerIds, statuses) {
    const counts = await database.order.groupBy({
      by: ['customerId'],
      where: {
        customerId: { in: customerIds.filter(isId) },
        ...(statuses && { status: { in: [...statuses] } }),
      },
      _count: true,
    });
    return inOrder(customerIds, counts, ({ customerId }) => customerId ?? '').map(
      (row) => row?._count ?? 0,
    );
  },

  async byNumbers(numbers) {
    const where = { number: { in: numbers.filter((number) => /^\d{4}-\d{6,12}$/.test(number)) } };
    const rows = await database.order.findMany({ where, ...withRelations });
    return inOrder(numbers, rows.map(toOrder), ({ number }) => number);
  },
});
