import { idFromName } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import { createLog } from '@shop/service';
import { createPool } from '@shop/service/postgres';
import { createPrisma, inTransaction } from './client.ts';
import stock from './seed-stock.json' with { type: 'json' };

/** Adds the stock of the demonstration catalogue, once. Variants with movements stay unchanged. */
export async function seed(databaseUrl: string): Promise<void> {
  const pool = createPool(databaseUrl, createLog('seed', 'silent'));
  const prisma = createPrisma(pool);
  const rows = Object.entries(stock).map(([sku, onHand]) => {
    return { variantId: idFromName(`variant:${sku}`), sku, onHand };
  });
  try {
    await inTransaction(prisma, async (tx) => {
      // The worker may already track a variant at zero: the ledger decides.
      await tx.stock.createMany({
        data: rows.map(({ variantId, sku }) => ({ variantId, sku })),
        skipDuplicates: true,
      });
      const variantId = { in: rows.map((row) => row.variantId) };
      const moved = await tx.movement.findMany({ where: { variantId }, distinct: ['variantId'] });
      const stocked = new Set(moved.map((movement) => movement.variantId));
      const received = rows.filter((row) => !stocked.has(row.variantId));
      await tx.movement.createMany({ data: received.map(toMovement) });
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
