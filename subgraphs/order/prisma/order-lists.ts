import { inOrder, isId, toPage } from '@shop/schema';
import type { OrderLists } from '../domain/order-list.ts';
import type { Database } from './client.ts';
import { countQuery, pageQuery } from './list-orders.ts';
import { toOrder, whole } from './order-rows.ts';

type Place = { readonly id: string; readonly key: string[] };

/** The lists of orders on Prisma: of the staff, and of one customer. */
export const createOrderLists = (database: Database): OrderLists => ({
  async page(list, request) {
    const found = await database.$queryRaw<Place[]>(pageQuery(list, request));
    const { rows: places, more } = toPage(found, request);
    const ids = places.map(({ id }) => id);
    const rows = await database.order.findMany({ where: { id: { in: ids } }, ...whole });
    const orders = inOrder(ids, rows.map(toOrder), ({ id }) => id);
    return {
      rows: places.flatMap(({ key }, n) => {
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

  async ofCustomer(customerId, statuses, page) {
    const [id] = page.cursor ?? [];
    const rows = isId(customerId)
      ? await database.order.findMany({
          where: {
            customerId,
            ...(id && { id: page.backward ? { gt: id } : { lt: id } }),
            ...(statuses && { status: { in: [...statuses] } }),
          },
          orderBy: { id: page.backward ? 'asc' : 'desc' },
          take: page.size + 1,
          ...whole,
        })
      : [];
    return toPage(rows.map(toOrder), page);
  },

  async byNumbers(numbers) {
    const where = { number: { in: numbers.filter((number) => /^\d{4}-\d{6,12}$/.test(number)) } };
    const rows = await database.order.findMany({ where, ...whole });
    return inOrder(numbers, rows.map(toOrder), ({ number }) => number);
  },
});
