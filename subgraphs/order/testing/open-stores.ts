import { createSecretKey, randomBytes } from 'node:crypto';
import { createSqlDatabase } from '@shop/service/postgres';
import { createTestDatabase, createTestPool } from '@shop/testing';
import type { SavedAddress } from '../domain/order-addresses.ts';
import { createGiftCardPayments } from '../payments/gift-card/gift-card-payments.ts';
import { createPrisma } from '../prisma/client.ts';
import { createDueOrders } from '../prisma/due-orders.ts';
import { createSalesStore } from '../prisma/sales-store.ts';
import { createStores } from '../prisma/stores.ts';

/** Opens every store on a new database. */
export async function openStores() {
  const database = await createTestDatabase('order');
  const pool = createTestPool(database.url);
  const prisma = createPrisma(pool);
  const sql = createSqlDatabase(pool);
  return {
    prisma,
    sql,
    pool,
    mailTokenKey: createSecretKey(randomBytes(32)),
    readAddressBook: (): readonly SavedAddress[] => [],
    ...createStores({ prisma, sql }, { correlationId: 'test' }),
    due: createDueOrders(prisma),
    giftCardPayments: createGiftCardPayments({ sql }),
    sales: createSalesStore(sql),
    /** Returns the types of the events in the outbox that say what happened to an order, in order. */
    async savedTypes(subject: string): Promise<string[]> {
      const where = { subject, type: { not: 'order.updated.v1' } };
      const rows = await prisma.outbox.findMany({ where, orderBy: { seq: 'asc' } });
      return rows.map(({ type }) => type);
    },
    /** Returns the changes of an order's status in the outbox, in order: `PENDING CONFIRMED 2`, 2 being the version. */
    async savedStatuses(subject: string): Promise<string[]> {
      const rows = await prisma.$queryRaw<{ change: string }[]>`
        SELECT concat_ws(' ', event->'data'->>'from', event->'data'->>'to', event->'data'->>'version') AS change
        FROM outbox WHERE type = 'order.updated.v1' AND subject = ${subject} ORDER BY seq`;
      return rows.map(({ change }) => change);
    },
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}
