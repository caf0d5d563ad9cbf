import { idFromName } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import { createLog } from '@shop/service';
import { createPool, createSqlDatabase, insertRows, writeTogether } from '@shop/service/postgres';
import stock from './seed-stock.json' with { type: 'json' };

/** Adds the stock of the demonstration catalogue, once. Variants with movements stay unchanged. */
export async function seed(databaseUrl: string): Promise<void> {
  const pool = createPool(databaseUrl, createLog('seed', 'silent'));
  const database = createSqlDatabase(pool);
  const rows = Object.entries(stock).map(([sku, onHand]) => {
    return { variantId: idFromName(`variant:${sku}`), sku, onHand };
  });
  try {
    await database.transaction(async (tx) => {
      // The worker may already track a variant at zero: the ledger decides.
      const tracked = rows.map(({ variantId, sku }) => ({ variantId, sku }));
      await writeTogether(tx, (parameter) =>
        insertRows('stock', tracked, parameter, { conflict: 'skip' }),
      );
      const ids = rows.map(({ variantId }) => variantId);
      const moved = await tx.$queryRaw<{ variant_id: string }[]>`
        SELECT DISTINCT variant_id FROM stock_movements WHERE variant_id = ANY(${ids}::uuid[])`;
      const stocked = new Set(moved.map((movement) => movement.variant_id));
      const received = rows.filter((row) => !stocked.has(row.variantId));
      await writeTogether(tx, (parameter) =>
        insertRows('stock_movements', received.map(toMovement), parameter),
      );
      await tx.$executeRaw`
        UPDATE stock SET on_hand = on_hand + seeded."onHand"
        FROM json_to_recordset(${JSON.stringify(received)}::json)
          AS seeded ("variantId" uuid, "onHand" integer)
        WHERE stock.variant_id = seeded."variantId"`;
      await saveEvents(tx, 'inventory', received.map(toEvent), { correlationId: 'seed' });
    });
  } finally {
    await pool.end();
  }
}

const toEvent = ({ variantId, onHand }: { variantId: string; onHand: number }) => ({
  type: 'stock.changed.v1' as const,
  subject: variantId,
  data: { variantId, onHand, reserved: 0 },
});

const toMovement = ({ variantId, onHand }: { variantId: string; onHand: number }) => ({
  variantId,
  kind: 'RECEIVE' as const,
  onHandDelta: onHand,
  reservedDelta: 0,
  reason: 'seed',
});
