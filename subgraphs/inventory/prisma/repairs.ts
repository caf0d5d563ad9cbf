import { newId } from '@shop/domain';
import { createSqlDatabase, type Pool, type SqlDatabase } from '@shop/service/postgres';
import { claimReservation } from '../domain/claim-reservation.ts';
import { releaseStock } from '../domain/release-stock.ts';
import { republishStock } from '../domain/republish-stock.ts';
import { createStockChanges } from './stock-changes.ts';

/** How many variants are locked at a time. */
const batchSize = 200;

/** Creates the repairs of stock that operators run. Each returns how many rows it has repaired. */
export function createStockRepairs(pool: Pool) {
  const sql = createSqlDatabase(pool);
  const origin = { correlationId: newId() };
  const republish = async (variantIds: readonly string[]): Promise<number> => {
    for (let from = 0; from < variantIds.length; from += batchSize) {
      const ids = variantIds.slice(from, from + batchSize);
      await republishStock(createStockChanges(sql, origin), ids);
    }
    return variantIds.length;
  };
  return {
    /** Publishes stock again: of these variants, or of all. */
    republish: async (variantIds?: readonly string[]) =>
      republish(await knownVariants(sql, variantIds)),

    /** Counts the units of a variant anew from its ledger, and publishes them. */
    recount: (variantId: string): Promise<number> =>
      sql.transaction(async (tx) => {
        const counted = await tx.$executeRaw`
          UPDATE stock s SET on_hand = l.on_hand, reserved = l.reserved, version = version + 1,
            updated_at = now()
          FROM (
            SELECT coalesce(sum(on_hand_delta), 0)::int AS on_hand,
              coalesce(sum(reserved_delta), 0)::int AS reserved
            FROM stock_movements WHERE variant_id = ${variantId}::uuid
          ) l
          WHERE s.variant_id = ${variantId}::uuid`;
        await republishStock(createStockChanges(tx, origin), [variantId]);
        return counted;
      }),

    /** Gives a reservation the status and the units that the movements of its order have. */
    async restate(orderId: string): Promise<number> {
      return sql.$executeRaw`
        UPDATE reservations r SET status = m.status::"ReservationStatus", lines = m.lines, updated_at = now()
        FROM (
          SELECT CASE WHEN sum(quantity - shipped - released) > 0 THEN 'ACTIVE'
            WHEN sum(shipped) > 0 THEN 'FULFILLED' ELSE 'RELEASED' END AS status,
            jsonb_agg(jsonb_build_object('variantId', variant_id, 'quantity', quantity,
              'shipped', shipped, 'released', released, 'restocked', restocked)) AS lines
          FROM (
            SELECT variant_id,
              coalesce(sum(reserved_delta) FILTER (WHERE kind IN ('RESERVE', 'EDIT')), 0) AS quantity,
              coalesce(-sum(reserved_delta) FILTER (WHERE kind = 'SHIP'), 0) AS shipped,
              coalesce(-sum(reserved_delta) FILTER (WHERE kind = 'RELEASE'), 0) AS released,
              coalesce(sum(on_hand_delta) FILTER (WHERE kind = 'RETURN'), 0) AS restocked
            FROM stock_movements WHERE order_id = ${orderId}::uuid GROUP BY variant_id
            HAVING sum(reserved_delta) FILTER (WHERE kind IN ('RESERVE', 'EDIT')) > 0
          ) moved
        ) m
        WHERE r.order_id = ${orderId}::uuid AND m.lines IS NOT NULL`;
    },

    /** Gives the reservation of an order to the customer that the order belongs to. */
    async claim(orderId: string, customerId: string): Promise<number> {
      const changes = createStockChanges(sql, origin);
      await claimReservation(changes, { orderId, customerId });
      return 1;
    },

    /** Releases the units that are reserved for an order which needs them no longer. */
    async release(orderId: string): Promise<number> {
      const [reservation] = await sql.$queryRaw<Reserved[]>`
        SELECT customer_id AS "customerId", lines FROM reservations
        WHERE order_id = ${orderId}::uuid AND status = 'ACTIVE'`;
      if (!reservation) return 0;
      const order = { orderId, number: orderId, ...reservation };
      await releaseStock(createStockChanges(sql, origin), order);
      return 1;
    },
  };
}

type Reserved = {
  readonly customerId: string;
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[];
};

const knownVariants = async (sql: SqlDatabase, ids?: readonly string[]): Promise<string[]> => {
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT variant_id AS id FROM stock
    WHERE ${ids ?? null}::uuid[] IS NULL OR variant_id = ANY(${ids ?? null}::uuid[]) ORDER BY sku`;
  return rows.map(({ id }) => id);
};
