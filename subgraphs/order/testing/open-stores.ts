import { createLog } from '@shop/service';
import { createPool } from '@shop/service/postgres';
import { createTestDatabase } from '@shop/testing';
import { createPrisma } from '../prisma/client.ts';
import { createDueOrders } from '../prisma/order-store.ts';
import { createStores } from '../prisma/stores.ts';

/** Opens every store on a new database. */
export async function openStores() {
  const database = await createTestDatabase('order');
  const pool = createPool(database.url, createLog('test', 'silent'), {
    statementTimeoutMs: 60_000,
  });
  const prisma = createPrisma(pool);
  return {
    prisma,
    pool,
    ...createStores(prisma, { correlationId: 'test' }),
    due: createDueOrders(prisma),
    /** Returns the types of the events in the outbox for an order, in order. */
    async savedTypes(subject: string): Promise<string[]> {
      const rows = await prisma.outbox.findMany({ where: { subject }, orderBy: { seq: 'asc' } });
      return rows.map(({ type }) => type);
    },
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}
