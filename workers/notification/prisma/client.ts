import type { Pool } from '@shop/service/postgres';
import { createPrismaClient } from '@shop/service/prisma';
import { PrismaClient } from '../generated/prisma/client.ts';

export const createPrisma = (pool: Pool): PrismaClient => createPrismaClient(PrismaClient, pool);
