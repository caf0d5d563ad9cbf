import { isId } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import {
  fromRow,
  insertRows,
  type Row,
  type SqlDatabase,
  writeTogether,
} from '@shop/service/postgres';
import { claimKey } from '@shop/service/prisma';
import type { Movement, StockChange, StockChanges } from '../domain/ports.ts';
import type { Stock } from '../domain/stock.ts';
import { toReservation } from './reservation-rows.ts';
import { trackProduct } from './track-product.ts';

/**
 * The changes of stock on plain SQL: every order passes through them. Stock, ledger, reservation and events are saved
 * in one transaction.
 */
export const createStockChanges = (database: SqlDatabase, origin: Origin): StockChanges => ({
  track: (product) => database.transaction((tx) => trackProduct(tx, product)),

  change: (variantIds, decide, key) =>
    database.transaction(async (tx) => {
      if (key && !(await claimKey(tx, key))) return false;
      const stocks = await lockStock(tx, variantIds.filter(isId));
      await save(tx, decide(stocks), origin);
      return true;
    }),

  changeFor: (orderId, variantIds, decide) =>
    database.transaction(async (tx) => {
      // Not a row lock, since a new order has no row.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${orderId}, 0))`;
      const [row] = await tx.$queryRaw<Row[]>`
        SELECT * FROM reservations WHERE order_id = ${orderId}::uuid`;
      const reservation = row && toReservation(fromRow(row));
      const reserved = reservation?.lines.map(({ variantId }) => variantId) ?? [];
      const ids = [...new Set([...variantIds.filter(isId), ...reserved])];
      await save(tx, decide(await lockStock(tx, ids), reservation), origin);
    }),
});

/** Locks stock in SKU order, then reads it: what others have committed before the lock. */
async function lockStock(
  tx: SqlDatabase,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Stock>> {
  await tx.$executeRaw`
    SELECT FROM stock WHERE variant_id = ANY(${ids}::uuid[]) ORDER BY sku, variant_id FOR UPDATE`;
  const rows = await tx.$queryRaw<
    Row[]
  >`SELECT * FROM stock WHERE variant_id = ANY(${ids}::uuid[])`;
  return new Map(
    rows.map((row) => {
      const stock = fromRow<Stock>(row);
      return [stock.variantId, stock];
    }),
  );
}

async function save(tx: SqlDatabase, change: StockChange, origin: Origin): Promise<void> {
  const { movements, threshold, reservation } = change;
  const actorId = origin.actorId ?? null;
  const lines = movements.map((movement) => ({ actorId, ...movement }));
  const reservations = reservation ? [{ ...reservation, updatedAt: new Date() }] : [];
  await writeTogether(tx, (parameter) => [
    ...(movements.length > 0 ? [moveStock(parameter(deltasOf(movements)))] : []),
    ...insertRows('stock_movements', lines, parameter),
    ...insertRows('reservations', reservations, parameter, {
      conflict: {
        key: 'order_id',
        update: ['status', 'customer_id', 'lines', 'edit_number', 'updated_at'],
      },
    }),
  ]);
  if (threshold) {
    await tx.$executeRaw`
      UPDATE stock SET low_stock_threshold = ${threshold.units}, version = version + 1, updated_at = now()
      WHERE variant_id = ${threshold.variantId}::uuid`;
  }
  await saveEvents(tx, 'inventory', change.events, origin);
}

const moveStock = (deltas: string) => `
  UPDATE stock s SET on_hand = s.on_hand + d.on_hand, reserved = s.reserved + d.reserved,
    version = s.version + d.moves, updated_at = now()
  FROM (
    SELECT id, sum(on_hand)::int AS on_hand, sum(reserved)::int AS reserved, count(*)::int AS moves
    FROM jsonb_to_recordset(${deltas}::jsonb) AS moved (id uuid, on_hand integer, reserved integer)
    GROUP BY id) d
  WHERE s.variant_id = d.id`;

const deltasOf = (movements: readonly Movement[]): string =>
  JSON.stringify(
    movements.map(({ variantId: id, onHandDelta: on_hand, reservedDelta: reserved }) => ({
      ...{ id, on_hand, reserved },
    })),
  );
