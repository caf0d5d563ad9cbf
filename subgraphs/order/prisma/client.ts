import type { Pool, SqlDatabase } from '@shop/service/postgres';
import { createPrismaClient } from '@shop/service/prisma';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';

export { inTransaction } from '@shop/service/prisma';

/** The client itself, or one transaction of it. */
export type Database = PrismaClient | Prisma.TransactionClient;

/** The client for most reads and writes, and the database for those that run for every purchase. */
export type Databases = { readonly prisma: Database; readonly sql: SqlDatabase };

export const createPrisma = (pool: Pool): PrismaClient => createPrismaClient(PrismaClient, pool);
