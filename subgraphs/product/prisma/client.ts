import type { Pool, SqlDatabase } from '@shop/service/postgres';
import { createPrismaClient } from '@shop/service/prisma';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';

export { inTransaction } from '@shop/service/prisma';

/** The client itself, or one transaction of it. */
export type Database = PrismaClient | Prisma.TransactionClient;

/** The client for writes and rare reads, and the database for what the shop front reads all the time. */
export type Databases = { readonly prisma: Database; readonly sql: SqlDatabase };

export const createPrisma = (pool: Pool): PrismaClient => createPrismaClient(PrismaClient, pool);
