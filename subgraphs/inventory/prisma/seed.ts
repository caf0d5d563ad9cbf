import { idFromName } from '@shop/schema';
import { createLog, createPostgresPool } from '@shop/service';
import { createPrisma } from './client.ts';
import stock from './seed-stock.json' with { type: 'json' };

/** Stocks the demonstration catalogue, once. Stock that is kept already stays as it is. */
export async function seed(databaseUrl: string): Promise<void> {
  const pool = createPostgresPool(databaseUrl, createLog('seed', 'warn'));
  const prisma = createPrisma(pool);
  const rows = Object.entries(stock).map(([sku, onHand]) => {
    return { variantId: idFromName(`variant:${sku}`), sku, onHand };
  });
  try {
    await prisma.$transaction(async (tx) => {
      const where = { variantId: { in: rows.map(({ variantId }) => variantId) } };
      const known = await tx.stock.findMany({ where, select: { variantId: true } });
      const kept = new Set(known.map(({ variantId }) => variantId));
      const data = rows.filter(({ variantId }) => !kept.has(variantId));
      await tx.stock.createMany({ data });
      await tx.movement.createMany({
        data: data.map(({ variantId, onHand }) => {
          return {
            variantId,
            kind: 'RECEIVE',
            onHandDelta: onHand,
            reservedDelta: 0,
            reason: 'seed',
          };
        }),
      });
    });
  } finally {
    await pool.end();
  }
}
