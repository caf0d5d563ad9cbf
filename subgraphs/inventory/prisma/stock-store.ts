import { inOrder, isId } from '@shop/domain';
import type { Origin } from '@shop/schema';
import { fromRow, type Row, type SqlDatabase } from '@shop/service/postgres';
import type { StockStore } from '../domain/ports.ts';
import type { Stock } from '../domain/stock.ts';
import type { Database } from './client.ts';
import { toReservation } from './reservation-rows.ts';
import { createStockChanges } from './stock-changes.ts';
import { createStockLists } from './stock-lists.ts';

/** The client for lists, and the database for what runs for every order and every list of products. */
export type Databases = { readonly prisma: Database; readonly sql: SqlDatabase };

/** The store of stock. */
export const createStockStore = ({ prisma, sql }: Databases, origin: Origin): StockStore => ({
  ...createStockChanges(sql, origin),

  async byVariantIds(ids) {
    const rows = await sql.$queryRaw<Stock[]>`
      SELECT variant_id AS "variantId", sku, on_hand AS "onHand", reserved, removed, version,
        low_stock_threshold AS "lowStockThreshold", for_sale AS "forSale"
      FROM stock WHERE variant_id = ANY(${ids.filter(isId)}::uuid[])`;
    return inOrder(ids, rows, ({ variantId }) => variantId);
  },

  ...createStockLists(prisma),

  async reservations(orderIds) {
    const rows = await sql.$queryRaw<Row[]>`
      SELECT * FROM reservations WHERE order_id = ANY(${orderIds.filter(isId)}::uuid[])`;
    const found = rows.map((row) => toReservation(fromRow(row)));
    return inOrder(orderIds, found, ({ orderId }) => orderId);
  },
});
