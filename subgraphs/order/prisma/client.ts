import { PrismaPg } from '@prisma/adapter-pg';
import { createStatementNames } from '@shop/service';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';

/** The client itself, or one transaction of it. */
export type Database = PrismaClient | Prisma.TransactionClient;

export const createPrisma = (pool: ConstructorParameters<typeof PrismaPg>[0]): PrismaClient =>
  new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: createStatementNames() }),
  });

/**
 * Runs in the transaction at hand, or in a new one that is undone when `work` throws. Only the
 * client has `$connect`; `instanceof` is of no use, since a client is a plain proxy.
 */
export const inTransaction = <T>(
  database: Database,
  work: (transaction: Prisma.TransactionClient) => Promise<T>,
): Promise<T> =>
  '$connect' in database
    ? database.$transaction(work, { maxWait: 10_000, timeout: 10_000 })
    : work(database);
