import type { Prisma } from '../generated/prisma/client.ts';

/**
 * Whoever changes the tree of categories is alone; products are filed under a tree that stays as it is.
 * Taken before the lock of any product, by everybody.
 */
export const lockCategories = (tx: Prisma.TransactionClient) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('categories'))`;

export const holdCategories = (tx: Prisma.TransactionClient) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtext('categories'))`;
