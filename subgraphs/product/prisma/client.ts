import type { Pool } from '@shop/service/postgres';
import { createPrismaClient } from '@shop/service/prisma';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';

export { inTransaction } from '@shop/service/prisma';

/** The client itself, or one transaction of it. */
export type Database = PrismaClient | Prisma.TransactionClient;

export const createPrisma = (pool: Pool): PrismaClient => createPrismaClient(PrismaClient, pool);
