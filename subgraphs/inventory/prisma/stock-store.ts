import { inOrder, isId } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import { claimKey } from '@shop/service/prisma';
import type { StockChange, StockStore } from '../domain/ports.ts';
import type { Stock } from '../domain/stock.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { type Database, inTransaction } from './client.ts';
import { toReservation } from './reservation-rows.ts';
import { createStockLists } from './stock-lists.ts';
import { trackProduct } from './track-product.ts';

type Transaction = Prisma.TransactionClient;

/** The store of stock on Prisma. Stock, ledger, reservation and events are saved in one transaction. */
export const createStockStore = (database: Database, origin: Origin): StockStore => ({
  track: (product) => inTransaction(database, (tx) => trackProduct(tx, product)),

  change: (variantIds, decide, key) =>
    inTransaction(database, async (tx) => {
      if (key && !(await claimKey(tx, key))) return false;
      await save(tx, decide(await lockedStock(tx, variantIds)), origin);
      return true;
    }),

  changeFor: (orderId, variantIds, decide) =>
    inTransaction(database, async (tx) => {
      // Not a row lock, since a new order has no row.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${orderId}, 0))`;
      const row = await tx.reservation.findUnique({ where: { orderId } });
      const stocks = await lockedStock(tx, variantIds);
      await save(tx, decide(stocks, row ? toReservation(row) : undefined), origin);
    }),

  async byVariantIds(ids) {
    const rows = await database.stock.findMany({ where: { variantId: { in: ids.filter(isId) } } });
    return inOrder(ids, rows, ({ variantId }) => variantId);
  },

  ...createStockLists(database),

  async reservations(orderIds) {
    const where = { orderId: { in: orderIds.filter(isId) } };
    const rows = await database.reservation.findMany({ where });
    return inOrder(orderIds, rows.map(toReservation), ({ orderId }) => orderId);
  },
});

async function lockedStock(
  tx: Transaction,
  variantIds: readonly string[],
): Promise<ReadonlyMap<string, Stock>> {
  const ids = variantIds.filter(isId);
  await tx.$executeRaw`
    SELECT 1 FROM stock WHERE variant_id = ANY(${ids}::uuid[]) ORDER BY sku, variant_id FOR UPDATE`;
  const rows = await tx.stock.findMany({ where: { variantId: { in: ids } } });
  return new Map(rows.map((row) => [row.variantId, row]));
}

async function save(tx: Transaction, change: StockChange, origin: Origin): Promise<void> {
  for (const { variantId, onHandDelta, reservedDelta } of change.movements) {
    await tx.stock.update({
      where: { variantId },
      data: {
        onHand: { increment: onHandDelta },
        reserved: { increment: reservedDelta },
        version: { increment: 1 },
      },
    });
  }
  if (change.threshold) {
    const { variantId, units: lowStockThreshold } = change.threshold;
    const data = { lowStockThreshold, version: { increment: 1 } };
    await tx.stock.update({ where: { variantId }, data });
  }
  const actorId = origin.actorId ?? null;
  for (const movement of change.movements) {
    await tx.movement.create({ data: { ...movement, actorId }, select: { id: true } });
  }
  if (change.reservation) {
    const { orderId, lines, ...rest } = change.reservation;
    const data = { ...rest, lines: lines.map((line) => ({ ...line })) };
    await tx.reservation.upsert({ where: { orderId }, create: { orderId, ...data }, update: data });
  }
  await saveEvents(tx, 'inventory', change.events, origin);
}
