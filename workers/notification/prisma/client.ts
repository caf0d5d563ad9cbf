import { PrismaPg } from '@prisma/adapter-pg';
import { createStatementNames } from '@shop/service';
import { PrismaClient } from '../generated/prisma/client.ts';

export const createPrisma = (pool: ConstructorParameters<typeof PrismaPg>[0]): PrismaClient =>
  new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: createStatementNames() }),
  });
